import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { FeatureKey } from "./feature-keys.ts";
import { configIn, ownPrefix, valuesOfProject } from "./project-file.ts";
import type { ConfigValues } from "./schema.ts";
import type { OwnerConfig } from "./stack-config.ts";

/** What the file of another stack of the project has under a key. */
export interface OtherStack<Key extends FeatureKey> {
  readonly stack: string;
  /** Not checked: the other stack's own update does so. */
  readonly value: OwnerConfig[Key];
}

/** Another stack of the project, with all values that its file and the project's give it. */
export interface OtherStackValues {
  readonly stack: string;
  /** Not checked: the other stack's own update does so. */
  readonly values: Partial<ConfigValues>;
}

/**
 * Other stacks of the project whose files have a key.
 *
 * @param folder the project's.
 */
export function otherStacks<Key extends FeatureKey>(key: Key, folder: string): OtherStack<Key>[] {
  return stackFiles(folder).flatMap(({ stack, values }) => {
    const value = values[key];
    return typeof value === "object" && value !== null ? [{ stack, value: value as OwnerConfig[Key] }] : [];
  });
}

/** Other stacks of the project. @param folder the project's. */
export function otherStackValues(folder: string): OtherStackValues[] {
  const ofAll = valuesOfProject(folder);
  return stackFiles(folder).map(({ stack, values }) => ({ stack, values: { ...ofAll, ...values } }));
}

function stackFiles(folder: string) {
  if (!existsSync(folder)) return [];
  const prefix = ownPrefix();
  return readdirSync(folder).flatMap((file) => {
    const [, stack] = /^Pulumi\.(.+)\.yaml$/.exec(file) ?? [];
    if (stack === undefined || stack === pulumi.getStack()) return [];
    const own = Object.entries(configIn(join(folder, file))).filter(([key]) => key.startsWith(prefix));
    const values: Readonly<Record<string, unknown>> = Object.fromEntries(
      own.map(([key, value]) => [key.slice(prefix.length), value]),
    );
    return [{ stack, values }];
  });
}
