import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { ConfigProblem } from "../config/issues.ts";

/** Why a stack's own file must not describe applications. */
export const APPS_IN_STACK_FILE: ConfigProblem = {
  path: "apps",
  reason:
    "stands in the file of one stack, where it takes the place of what Pulumi.yaml says for all of them; move it to " +
    "Pulumi.yaml (config: apps: value), and write what this stack changes under appOverrides",
};

/** Applications that the file of the stack describes for itself alone: the other stacks would know nothing of them. */
export function stackFileProblems(): ConfigProblem[] {
  const folder = pulumi.getRootDirectory() || process.cwd();
  const path = join(folder, `Pulumi.${pulumi.getStack()}.yaml`);
  if (!existsSync(path)) return [];
  const { config } = (parse(readFileSync(path, "utf8")) ?? {}) as { config?: object | null };
  return `${pulumi.getProject()}:apps` in (config ?? {}) ? [APPS_IN_STACK_FILE] : [];
}
