import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

/**
 * Values that `Pulumi.yaml` gives to all stacks of the project, by key without namespace. A stack has them whether they concern
 * its role or not.
 *
 * @param folder the project's.
 */
export function valuesOfProject(
  folder = pulumi.getRootDirectory() || process.cwd(),
): Readonly<Record<string, unknown>> {
  const path = join(folder, "Pulumi.yaml");
  if (!existsSync(path)) return {};
  const { config } = (parse(readFileSync(path, "utf8")) ?? {}) as { config?: Record<string, unknown> | null };
  const prefix = `${pulumi.getProject()}:`;
  return Object.fromEntries(
    Object.entries(config ?? {}).flatMap(([name, entry]) =>
      typeof entry === "object" && entry !== null && "value" in entry
        ? [[name.startsWith(prefix) ? name.slice(prefix.length) : name, entry.value]]
        : [],
    ),
  );
}
