import * as pulumi from "@pulumi/pulumi";
import { programConfig, readProject, readStackFiles, type ConfigValue } from "../../fleet/project/project.ts";

const ROOT = new URL("../..", import.meta.url).pathname;

/**
 * Configures the program that runs as the engine would for one of the repository's own stacks.
 *
 * @param changes keys to set beside those of the stack's file; undefined takes a key away.
 * @param secretKeys keys that hold a secret somewhere.
 */
export function configure(
  stack: string,
  changes: Readonly<Record<string, ConfigValue | undefined>> = {},
  secretKeys: readonly string[] = [],
): void {
  const project = readProject(ROOT);
  const [file] = readStackFiles(ROOT, project, [stack]);
  const config: Record<string, ConfigValue> = { ...file!.config };
  for (const [key, value] of Object.entries(changes)) {
    const qualified = key.includes(":") ? key : `${project.name}:${key}`;
    if (value === undefined) delete config[qualified];
    else config[qualified] = value;
  }
  const engine = programConfig(project, { ...file!, config });
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      Object.entries(engine).map(([key, value]) => [key.replace(project.name, pulumi.getProject()), value]),
    ),
    secretKeys.map((key) => (key.includes(":") ? key : `${pulumi.getProject()}:${key}`)),
  );
}
