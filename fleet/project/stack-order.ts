import { UserError } from "./errors.ts";
import { programConfig, type ConfigValue, type Project, type StackFile } from "./project.ts";

/** A stack that is ready to run: its file and the configuration its program will see. */
export interface OrderedStack {
  readonly stack: string;
  readonly role: string;
  readonly config: Readonly<Record<string, string>>;
}

/**
 * Stacks in the order in which they can be brought up: a stack comes after the one that it shares from.
 *
 * @throws UserError when a stack shares from one that is not there, or stacks share from each other in a circle.
 */
export function orderStacks(project: Project, files: readonly StackFile[]): OrderedStack[] {
  const shared = new Map(files.map((file) => [file.stack, sharedStackOf(project, file)]));
  const problems = [...shared].flatMap(([stack, name]) =>
    name === undefined || shared.has(name)
      ? []
      : [
          `Pulumi.${stack}.yaml: sharedStack is "${name}", and there is no Pulumi.${name}.yaml; ` +
            `known stacks are ${[...shared.keys()].join(", ")}`,
        ],
  );
  if (problems.length > 0) throw new UserError(problems.join("\n"));

  const ordered: StackFile[] = [];
  const visit = (file: StackFile, path: readonly string[]): void => {
    if (ordered.includes(file)) return;
    if (path.includes(file.stack)) {
      throw new UserError(`stacks share from each other in a circle: ${[...path, file.stack].join(" -> ")}`);
    }
    const before = files.find(({ stack }) => stack === shared.get(file.stack));
    if (before !== undefined) visit(before, [...path, file.stack]);
    ordered.push(file);
  };
  for (const file of files) visit(file, []);
  return ordered.map((file) => ({
    stack: file.stack,
    role: String(valueOf(project, file, "role") ?? "unknown"),
    config: programConfig(project, file),
  }));
}

/** The last part of `organization/project/stack`. */
function sharedStackOf(project: Project, file: StackFile): string | undefined {
  const name = valueOf(project, file, "sharedStack");
  return typeof name === "string" && name !== "" ? name.split("/").at(-1) : undefined;
}

function valueOf(project: Project, file: StackFile, key: string): ConfigValue | undefined {
  return file.config[`${project.name}:${key}`] ?? project.defaults[`${project.name}:${key}`];
}
