import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { UserError } from "./errors.ts";
import { parsePulumiYaml } from "./pulumi-yaml.ts";
import { shown } from "../../components/shared/shown.ts";

/** A value as Pulumi's YAML files hold it. */
export type ConfigValue =
  string | number | boolean | null | readonly ConfigValue[] | { [key: string]: ConfigValue };

/** A mapping of keys to values. */
export type ConfigMapping = Record<string, ConfigValue>;

/**
 * Reads a YAML file whose root is a mapping; an empty file is an empty one.
 *
 * @param needed what the file must hold, for the message about another one.
 * @throws UserError with every place at which it cannot be parsed.
 */
export function readYamlFile(path: string, needed: string): ConfigMapping {
  const file = basename(path);
  const document = parsePulumiYaml(attempt(path, () => readFileSync(path, "utf8")));
  const errors = document?.errors.map(({ message }) => message.trim()) ?? [];
  if (errors.length > 0) throw UserError.forProblems(file, errors);
  const content = toValue(file, () => document?.toJS() as ConfigValue | undefined) ?? {};
  if (isMapping(content)) return content;
  throw new UserError(`${file} is ${shown(content)}; it must be a mapping that holds ${needed}`);
}

/** The mapping under a key of a file; none there is an empty one. @throws UserError when it is something else. */
export function mappingAt(path: string, content: ConfigMapping, key: string): ConfigMapping {
  const value = content[key] ?? {};
  if (isMapping(value)) return value;
  throw new UserError(`${basename(path)}: ${key} is ${shown(value)}; it must be a mapping of keys to values`);
}

export function isMapping(value: ConfigValue): value is ConfigMapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Names in a folder. @throws UserError */
export function listFolder(path: string): string[] {
  return attempt(path, () => readdirSync(path));
}

/** An alias without an anchor shows only when it is followed. */
function toValue<T>(file: string, convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    throw new UserError(`${file}: ${(error as Error).message}`);
  }
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new UserError(REASONS[code]?.(path) ?? `${path} cannot be read (${code})`);
  }
}

const REASONS: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `${path} does not exist`,
  EACCES: (path) => `${path} may not be read; check its permissions`,
  EISDIR: (path) => `${path} is a folder; a file is needed`,
  ENOTDIR: (path) => `${path} is not a folder`,
};
