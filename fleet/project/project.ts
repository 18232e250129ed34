import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseDocument } from "yaml";
import { UserError } from "./errors.ts";

/** A value as Pulumi's YAML files hold it. */
export type ConfigValue =
  string | number | boolean | null | readonly ConfigValue[] | { [key: string]: ConfigValue };

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

const STACK_FILE = /^Pulumi\.(?<stack>[A-Za-z0-9_.-]+)\.yaml$/;

/** Reads `Pulumi.yaml` of a project folder. @throws UserError */
export function readProject(directory: string): Project {
  const path = join(directory, "Pulumi.yaml");
  const content = readYaml(path);
  const name = content["name"];
  if (typeof name !== "string" || name === "") {
    throw new UserError(`${basename(path)}: name is missing; give the project's name`);
  }
  return { name, defaults: defaultsOf(name, mapping(path, "config", content["config"])) };
}

/**
 * Reads the stack files of a folder, or of the stacks named.
 *
 * @throws UserError with every problem of every file.
 */
export function readStackFiles(directory: string, project: Project, stacks?: readonly string[]): StackFile[] {
  const names = stacks ?? stackNames(directory);
  if (names.length === 0) {
    throw new UserError(`no Pulumi.<stack>.yaml in ${directory}; add one for each cluster`);
  }
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
  if (problems.length > 0) {
    throw problems.length === 1
      ? new UserError(problems[0]!)
      : UserError.forProblems("the stacks' configuration", problems);
  }
  return files;
}

/** The configuration that the engine would hand to the program: full key to string, structures as JSON. */
export function programConfig(project: Project, file: StackFile): Record<string, string> {
  const merged = { ...project.defaults, ...file.config };
  return Object.fromEntries(
    Object.entries(merged).map(([key, value]) => [
      key,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
}

function stackNames(directory: string): string[] {
  return listFolder(directory)
    .flatMap((file) => STACK_FILE.exec(file)?.groups?.["stack"] ?? [])
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

function readStackFile(directory: string, project: Project, stack: string): StackFile {
  const path = join(directory, `Pulumi.${stack}.yaml`);
  const content = readYaml(path);
  const config = mapping(path, "config", content["config"]);
  const problems: string[] = [];
  const qualified = Object.entries(config).map(([key, value]): [string, ConfigValue] => {
    if (isSecure(value)) {
      problems.push(
        `${key} is encrypted, and only its own backend can decrypt it; give a plain value for local runs`,
      );
    }
    return [key.includes(":") ? key : `${project.name}:${key}`, value];
  });
  if (problems.length > 0) throw UserError.forProblems(basename(path), problems);
  return { stack, path, config: Object.fromEntries(qualified) };
}

function defaultsOf(project: string, config: Record<string, ConfigValue>): Record<string, ConfigValue> {
  const defaults: Record<string, ConfigValue> = {};
  for (const [key, declaration] of Object.entries(config)) {
    const qualified = key.includes(":") ? key : `${project}:${key}`;
    if (typeof declaration !== "object" || declaration === null || Array.isArray(declaration)) {
      defaults[qualified] = declaration;
      continue;
    }
    const { default: byDefault, value } = declaration as { default?: ConfigValue; value?: ConfigValue };
    const given = value ?? byDefault;
    if (given !== undefined) defaults[qualified] = given;
  }
  return defaults;
}

function readYaml(path: string): Record<string, ConfigValue> {
  const file = basename(path);
  const document = parseDocument(readText(path));
  const [error] = document.errors;
  if (error !== undefined) {
    throw new UserError(`${file}: ${error.message.trim()}`);
  }
  const content = document.toJS() as ConfigValue;
  if (content === null || content === undefined) {
    throw new UserError(`${file} is empty; it must hold at least "config:" with the stack's role`);
  }
  if (typeof content !== "object" || Array.isArray(content)) {
    throw new UserError(`${file} must hold a mapping of keys to values, e.g. "config:"`);
  }
  return content as Record<string, ConfigValue>;
}

function mapping(path: string, key: string, value: ConfigValue | undefined): Record<string, ConfigValue> {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new UserError(
      `${basename(path)}: ${key} is ${JSON.stringify(value)}; it must be a mapping of keys to values`,
    );
  }
  return value as Record<string, ConfigValue>;
}

function isSecure(value: ConfigValue): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value)
    ? value.some(isSecure)
    : Object.entries(value).some(([key, item]) => key === "secure" || isSecure(item));
}

function readText(path: string): string {
  return attempt(path, () => readFileSync(path, "utf8"));
}

function listFolder(path: string): string[] {
  return attempt(path, () => readdirSync(path));
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      code === "ENOENT"
        ? `${path} does not exist; check the name, or give another folder with --config-dir`
        : `${path} cannot be read (${code ?? String(error)})`,
    );
  }
}
