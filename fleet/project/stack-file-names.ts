import { listFolder } from "./yaml-file.ts";

const STACK_FILE = /^Pulumi\.(?<stack>[A-Za-z0-9_.-]+)\.yaml$/;

/** What people take for the file of a stack. */
const LOOKS_LIKE_ONE = /^pulumi[ ._-]+(?<stack>.+?)\.(ya?ml|json)$/i;

/** Names of the stacks that have a file in a folder, in the order of their numbers. */
export function stackNames(directory: string): string[] {
  return listFolder(directory)
    .flatMap((file) => STACK_FILE.exec(file)?.groups?.["stack"] ?? [])
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/** Files of a folder that look like those of stacks, and that Pulumi does not read; each with what to do. */
export function filesTakenForStacks(directory: string): string[] {
  return listFolder(directory)
    .filter((file) => !STACK_FILE.test(file) && LOOKS_LIKE_ONE.test(file))
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .map((file) => {
      const { stack = "" } = LOOKS_LIKE_ONE.exec(file)!.groups!;
      const name = stack.replaceAll(/[^A-Za-z0-9_.-]+/g, "-");
      return `${file} is not run: Pulumi reads files named Pulumi.<stack>.yaml; rename it to Pulumi.${name}.yaml`;
    });
}
