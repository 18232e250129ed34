/** How the provider takes inputs that the program once gave and now does not, or the other way round. */
import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../core/resource-type.ts";

/** Whether a value says no more than none at all: false, 0, or nothing in it. */
export function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === "" || value === 0 || value === false;
}

/**
 * Whether an input is the same in two sets of inputs, of which one may lack it. An input that the provider can also find
 * out itself (`Optional` and `Computed` in its schema) stays as it is when a program no longer gives it; for any other one
 * an empty value is the same as none.
 *
 * @param isEqual the type's own comparison; undefined for that of values.
 */
export function isSameInput(
  before: unknown,
  after: unknown,
  isComputed: boolean,
  isEqual: boolean | undefined,
): boolean {
  if (isEqual ?? isDeepStrictEqual(before, after)) return true;
  if (before !== undefined && after !== undefined) return false;
  return isComputed ? after === undefined : isEmpty(before) && isEmpty(after);
}

/** The inputs of `before` without those that the program no longer gives, and that therefore stay as they are. */
export function withoutLeftAlone(
  before: Properties,
  after: Properties,
  isComputed: (name: string) => boolean,
): Properties {
  return Object.fromEntries(Object.entries(before).filter(([name]) => name in after || !isComputed(name)));
}
