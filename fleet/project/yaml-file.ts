import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseDocument, type YAMLParseError } from "yaml";
import { UserError } from "./errors.ts";

/** A value as Pulumi's YAML files hold it. */
export type ConfigValue =
  string | number | boolean | null | readonly ConfigValue[] | { [key: string]: ConfigValue };

/** A mapping of keys to values. */
export type ConfigMapping = Record<string, ConfigValue>;

/**
 * Reads a YAML file whose root is a mapping.
 *
 * @param needed what the file must hold, for the message about an empty one.
 * @throws UserError with every place at which it cannot be parsed.
 */
export function readYamlFile(path: string, needed: string): ConfigMapping {
  const file = basename(path);
  const document = parseDocument(attempt(path, () => readFileSync(path, "utf8")));
  if (document.errors.length > 0) throw UserError.forProblems(file, document.errors.map(inWords));
  const content = toValue(file, () => document.toJS() as ConfigValue | undefined);
  if (content === null || content === undefined)
    throw new UserError(`${file} is empty; it must hold ${needed}`);
  if (!isMapping(content)) {
    throw new UserError(`${file} is ${JSON.stringify(content)}; it must be a mapping that holds ${needed}`);
  }
  return content;
}

/** The parser's own words, but where it speaks to programmers. */
function inWords({ code, message, linePos }: YAMLParseError): string {
  if (code !== "MULTIPLE_DOCS") return message.trim();
  const line = linePos === undefined ? "" : ` at line ${linePos[0].line}`;
  return `a second document begins${line}; a file holds one`;
}

/** The mapping under a key of a file; none there is an empty one. @throws UserError when it is something else. */
export function mappingAt(path: string, content: ConfigMapping, key: string): ConfigMapping {
  const value = content[key] ?? {};
  if (isMapping(value)) return value;
  throw new UserError(
    `${basename(path)}: ${key} is ${JSON.stringify(value)}; it must be a mapping of keys to values`,
  );
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
  ENOTDIR: (path) => `${path} is no folder`,
};
