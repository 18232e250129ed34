import * as pulumi from "@pulumi/pulumi";
import { programConfig, readStackFiles } from "../../fleet/project/project.ts";
import { changed, PROJECT, type Changes } from "./changes.ts";
import { PROJECT_DIRECTORY } from "./stack-files.ts";

/**
 * Configures the program that runs as the engine would for one of the repository's own stacks.
 *
 * @param secretKeys keys that hold a secret somewhere.
 */
export function configure(stack: string, changes: Changes = {}, secretKeys: readonly string[] = []): void {
  const [file] = readStackFiles(PROJECT_DIRECTORY, PROJECT, [stack]);
  const engine = programConfig(PROJECT, { ...file!, config: changed(file!.config, changes) });
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      Object.entries(engine).map(([key, value]) => [key.replace(PROJECT.name, pulumi.getProject()), value]),
    ),
    secretKeys.map((key) => (key.includes(":") ? key : `${pulumi.getProject()}:${key}`)),
  );
}
