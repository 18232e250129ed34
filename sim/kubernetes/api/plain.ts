import { isObject } from "../../core/is-object.ts";
/**
 * Work on plain JSON data. Stored objects are frozen and shared, never copied on reading; a change copies only what
 * it touches. So a hundred clusters with all their controllers stay cheap.
 */

/** A copy that may be changed; fields that are undefined are left out, as in JSON. */
export function clone<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  const result: Record<string, unknown> = {};
  const source = value as Record<string, unknown>;
  for (const key in source) {
    const entry = source[key];
    if (entry !== undefined) result[key] = copy(entry);
  }
  return result;
}

/** A copy without fields that are null. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const fields = Object.entries(value).filter(([, entry]) => entry !== null);
  return Object.fromEntries(fields.map(([name, entry]) => [name, withoutNulls(entry)]));
}

/** Freezes `value` and all it holds. What is frozen already is taken to be so throughout. */
export function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    const source = value as Record<string, unknown>;
    for (const key in source) freeze(source[key]);
  }
  return value;
}

/** Whether two JSON values are the same; the order of keys does not count. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((entry, index) => equal(entry, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
  );
}

/** JSON merge patch (RFC 7386): null removes, objects merge, everything else replaces. Shares what it keeps. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}
