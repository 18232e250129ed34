import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

/** Folder of the project's files. */
export function projectFolder(): string {
  return pulumi.getRootDirectory() || process.cwd();
}

/** What stands under `config` in a file of the project or a stack; nothing where there is no such file. */
export function configIn(path: string): Readonly<Record<string, unknown>> {
  if (!existsSync(path)) return {};
  const { config } = (parse(readFileSync(path, "utf8")) ?? {}) as {
    readonly config?: Readonly<Record<string, unknown>> | null;
  };
  return config ?? {};
}

/** What comes before the keys of the project's own namespace in files. */
export function ownPrefix(): string {
  return `${pulumi.getProject()}:`;
}

/**
 * Values that `Pulumi.yaml` gives to all stacks of the project, by key without namespace. A stack has them whether they concern
 * its role or not.
 *
 * @param folder the project's.
 */
export function valuesOfProject(folder = projectFolder()): Readonly<Record<string, unknown>> {
  const prefix = ownPrefix();
  return Object.fromEntries(
    Object.entries(configIn(join(folder, "Pulumi.yaml"))).flatMap(([name, entry]) =>
      typeof entry === "object" && entry !== null && "value" in entry
        ? [[name.startsWith(prefix) ? name.slice(prefix.length) : name, entry.value]]
        : [],
    ),
  );
}
