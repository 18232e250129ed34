import { NotSimulated } from "./errors.ts";
import type { Properties } from "./resource-type.ts";

/** Keys and indices from the outside in. */
export type PropertyPath = readonly (string | number)[];

/** A key, `.key`, `[0]` or `["a.key"]`. */
const SEGMENT = /\.?(?<key>[^.[\]"]+)|\[(?<index>\d+)\]|\["(?<quoted>(?:[^"\\]|\\.)*)"\]/y;

/** A key that a path can name without quotes. */
const PLAIN_KEY = /^[^.[\]"\\*]+$/;

/**
 * Parses a path as the resource options `ignoreChanges` and `replaceOnChanges` take them: `spec.replicas`,
 * `items[0].name`, `data["tls.crt"]`.
 *
 * https://www.pulumi.com/docs/iac/concepts/resources/options/ignorechanges/
 *
 * @throws NotSimulated for the wildcard `*`, Error for a text that is not a path.
 */
export function parsePropertyPath(text: string): PropertyPath {
  const path: (string | number)[] = [];
  SEGMENT.lastIndex = 0;
  for (let end = 0; end < text.length; end = SEGMENT.lastIndex) {
    const { key, index, quoted } = SEGMENT.exec(text)?.groups ?? {};
    if (key === "*" || text.startsWith("[*]", end))
      throw new NotSimulated(`property path ${text}`, "wildcards");
    if (key !== undefined) path.push(key);
    else if (index !== undefined) path.push(Number(index));
    else if (quoted !== undefined) path.push(quoted.replaceAll(/\\(.)/g, "$1"));
    else
      throw new Error(`"${text}" is not a property path; write it as spec.replicas, items[0] or data["a.b"]`);
  }
  return path;
}

/** Writes a path as {@link parsePropertyPath} reads it. */
export function formatPropertyPath(path: PropertyPath): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === "number") return `${text}[${segment}]`;
    if (PLAIN_KEY.test(segment)) return text === "" ? segment : `${text}.${segment}`;
    return `${text}["${segment.replaceAll(/["\\]/g, "\\$&")}"]`;
  }, "");
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: PropertyPath): unknown {
  return path.reduce<unknown>((inner, key) => (isContainer(inner) ? inner[key] : undefined), value);
}

/** A copy with the value at a path replaced, or taken away if it is undefined. Unchanged where the path leads nowhere. */
export function withValueAt(properties: Properties, path: PropertyPath, value: unknown): Properties {
  const copy = structuredClone(properties);
  const last = path.at(-1);
  const holder = valueAt(copy, path.slice(0, -1));
  if (last === undefined || !isContainer(holder)) return copy;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

function isContainer(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}
