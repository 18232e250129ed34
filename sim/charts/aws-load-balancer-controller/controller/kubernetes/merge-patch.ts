import { isDeepStrictEqual } from "node:util";
import { isObject } from "../../../../core/is-object.ts";

type Json = Readonly<Record<string, unknown>>;

/** The JSON merge patch (RFC 7386) that turns one object into another; undefined when they are equal. */
export function mergePatch(before: Json, after: Json): Json | undefined {
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [from, to] = [before[key], after[key]];
    if (isDeepStrictEqual(from, to)) continue;
    patch[key] = to === undefined ? null : isObject(from) && isObject(to) ? mergePatch(from, to) : to;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}
