import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { FeatureKey } from "./feature-keys.ts";
import type { OwnerConfig } from "./stack-config.ts";

/** What the file of another stack of the project has under a key. */
export interface OtherStack<Key extends FeatureKey> {
  readonly stack: string;
  /** Not checked: the other stack's own update does so. */
  readonly value: OwnerConfig[Key];
}

/**
 * Other stacks of the project whose files have a key.
 *
 * @param folder the project's.
 */
export function otherStacks<Key extends FeatureKey>(key: Key, folder: string): OtherStack<Key>[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => {
    const [, stack] = /^Pulumi\.(.+)\.yaml$/.exec(file) ?? [];
    if (stack === undefined || stack === pulumi.getStack()) return [];
    const { config } = (parse(readFileSync(join(folder, file), "utf8")) ?? {}) as {
      readonly config?: Readonly<Record<string, unknown>> | null;
    };
    const value = config?.[`${pulumi.getProject()}:${key}`];
    return typeof value === "object" && value !== null ? [{ stack, value: value as OwnerConfig[Key] }] : [];
  });
}
