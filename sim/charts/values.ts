/** Values of a chart: what is given over its defaults. */
import { isDeepStrictEqual } from "node:util";
import { NotSimulated } from "../core/errors.ts";
import { isObject } from "../core/is-object.ts";

/** Values of a chart, by key. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * Refuses values that a chart knows and that are not modelled, unless they are as by default.
 *
 * @param fixed their defaults, by dotted path; undefined: empty.
 * @throws NotSimulated
 */
export function refuseOtherThan(fixed: Values, given: Values, chart: string): void {
  for (const [path, byDefault] of Object.entries(fixed)) {
    const value = at(given, path);
    if (value !== undefined && value !== null && !isDeepStrictEqual(value, byDefault)) {
      throw new NotSimulated(`chart value ${path}`, `${chart}: ${JSON.stringify(value)}`);
    }
  }
}

/** The value at a dotted path. */
export function at(values: Values, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), values);
}

/** Whether Helm's templates take the value as given: not empty, not zero, not false. */
export function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** Values over others, as Helm merges them: maps key by key, all else replaced, null removes. */
export function mergeValues(base: Values, over: Values): Values {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    if (value === undefined) continue;
    if (value === null) delete merged[key];
    else merged[key] = isObject(below) && isObject(value) ? mergeValues(below, value) : value;
  }
  return merged;
}

/** A value as text; empty when it is not given. */
export function text(values: Values, path: string): string {
  const value = at(values, path);
  return value === undefined || value === null ? "" : String(value);
}

/** `{as: value}`, or nothing when the value is empty. */
export function given(values: Values, path: string, as = path): Record<string, unknown> {
  const value = at(values, path);
  return isGiven(value) ? { [as]: value } : {};
}
