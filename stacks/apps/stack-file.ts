import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { ConfigProblem } from "../config/issues.ts";
import { configIn, ownPrefix, projectFolder } from "../config/project-file.ts";

/** Why a stack's own file must not describe applications. */
export const APPS_IN_STACK_FILE: ConfigProblem = {
  path: "apps",
  reason:
    "stands in the file of one stack, where it takes the place of what Pulumi.yaml says for all of them; move it to " +
    "Pulumi.yaml (config: apps: value), and write what this stack changes under appOverrides",
};

/** Applications that the file of the stack describes for itself alone: the other stacks would know nothing of them. */
export function stackFileProblems(): ConfigProblem[] {
  const path = join(projectFolder(), `Pulumi.${pulumi.getStack()}.yaml`);
  return `${ownPrefix()}apps` in configIn(path) ? [APPS_IN_STACK_FILE] : [];
}
