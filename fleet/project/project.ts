import { basename, join } from "node:path";
import { UserError } from "./errors.ts";
import { isMapping, listFolder, mappingAt, readYamlFile } from "./yaml-file.ts";
import type { ConfigMapping, ConfigValue } from "./yaml-file.ts";

export type { ConfigValue } from "./yaml-file.ts";

/** `Pulumi.yaml` as far as running a stack needs it. */
export interface Project {
  readonly name: string;
  /** Defaults of config keys, with namespace (`multicluster-ingress:vpcCidr`). */
  readonly defaults: Readonly<Record<string, ConfigValue>>;
}

/** One `Pulumi.<stack>.yaml`. */
export interface StackFile {
  readonly stack: string;
  readonly path: string;
  /** What the file itself sets, with namespace. */
  readonly config: Readonly<Record<string, ConfigValue>>;
}

/** The stack files of a folder, as far as they can be read. */
export interface StackFiles {
  /** Names of all stacks that were asked for. */
  readonly names: readonly string[];
  readonly files: readonly StackFile[];
  /** Why others cannot be read, in words. */
  readonly problems: readonly string[];
}

const STACK_FILE = /^Pulumi\.(?<stack>[A-Za-z0-9_.-]+)\.yaml$/;

/** Reads `Pulumi.yaml` of a project folder. @throws UserError */
export function readProject(directory: string): Project {
  const path = join(directory, "Pulumi.yaml");
  const content = readYamlFile(path, "the project's name");
  const name = content["name"];
  if (typeof name !== "string" || name === "") {
    throw new UserError(`${basename(path)}: name is missing; give the project's name`);
  }
  return { name, defaults: defaultsOf(name, mappingAt(path, content, "config")) };
}

/**
 * Reads the stack files of a folder, or of the stacks named.
 *
 * @throws UserError when the folder cannot be read, has no stack file, or none of a name asked for.
 */
export function findStackFiles(directory: string, project: Project, stacks?: readonly string[]): StackFiles {
  const known = stackNames(directory);
  if (known.length === 0) {
    throw new UserError(`no Pulumi.<stack>.yaml in ${directory}; add one for each cluster`);
  }
  const unknown = (stacks ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UserError(
      unknown
        .map((name) => `there is no stack "${name}": no Pulumi.${name}.yaml in ${directory}`)
        .join("\n") + `\nknown stacks are ${known.join(", ")}`,
    );
  }
  const names = stacks ?? known;
  const problems: string[] = [];
  const files = names.flatMap((stack) => {
    try {
      return [readStackFile(directory, project, stack)];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  return { names, files, problems };
}

/** Like {@link findStackFiles}. @throws UserError with every problem of every file. */
export function readStackFiles(
  directory: string,
  project: Project,
  stacks?: readonly string[],
): readonly StackFile[] {
  const { files, problems } = findStackFiles(directory, project, stacks);
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return files;
}

/**
 * The configuration that the engine would hand to the program: full key to string, structures as JSON. A key without a value
 * is an empty text, and not the default; the engine warns of it, and the program's own checks refuse it.
 */
export function programConfig(project: Project, file: StackFile): Record<string, string> {
  const merged = { ...project.defaults, ...file.config };
  return Object.fromEntries(Object.entries(merged).map(([key, value]) => [key, configText(value)]));
}

function configText(value: ConfigValue): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function stackNames(directory: string): string[] {
  return listFolder(directory)
    .flatMap((file) => STACK_FILE.exec(file)?.groups?.["stack"] ?? [])
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

function readStackFile(directory: string, project: Project, stack: string): StackFile {
  const path = join(directory, `Pulumi.${stack}.yaml`);
  const content = readYamlFile(path, `"config:" with the stack's role`);
  const config = mappingAt(path, content, "config");
  if (content["environment"] !== undefined) {
    throw new UserError(
      `${basename(path)}: environment names environments of Pulumi ESC, which only its service can open; give their ` +
        "values under config for local runs",
    );
  }
  const encrypted = Object.entries(config).filter(([, value]) => isSecure(value));
  if (encrypted.length > 0) {
    throw UserError.forProblems(
      basename(path),
      encrypted.map(
        ([key]) =>
          `${key} is encrypted, and only its own backend can decrypt it; give a plain value for local runs`,
      ),
    );
  }
  return {
    stack,
    path,
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [qualified(project.name, key), value]),
    ),
  };
}

/** https://www.pulumi.com/docs/iac/concepts/projects/project-file/#config-options */
function defaultsOf(project: string, config: ConfigMapping): ConfigMapping {
  const defaults: ConfigMapping = {};
  for (const [key, declaration] of Object.entries(config)) {
    const given = isMapping(declaration) ? (declaration["value"] ?? declaration["default"]) : declaration;
    if (given !== undefined) defaults[qualified(project, key)] = given;
  }
  return defaults;
}

/** A key without a namespace is the project's own. */
function qualified(project: string, key: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

function isSecure(value: ConfigValue): boolean {
  if (Array.isArray(value)) return value.some(isSecure);
  return isMapping(value) && Object.entries(value).some(([key, item]) => key === "secure" || isSecure(item));
}
