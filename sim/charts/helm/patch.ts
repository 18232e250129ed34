import { isObject } from "../../core/is-object.ts";
import type { Manifest } from "../../kubernetes/types.ts";

/**
 * A merge patch that sets everything in `after` and removes what only `before` had. The server's and others' further
 * fields stay.
 */
export function patchBetween(before: Manifest, after: Manifest): object {
  return merge(before, after) as object;
}

function merge(before: unknown, after: unknown): unknown {
  if (!isObject(after)) return after;
  const old = isObject(before) ? before : {};
  const removed = Object.entries(old).filter(([key]) => !(key in after));
  return {
    ...Object.fromEntries(removed.map(([key, value]) => [key, removal(value)])),
    ...Object.fromEntries(Object.entries(after).map(([key, value]) => [key, merge(old[key], value)])),
  };
}

/** Only the fields themselves are given up: others may have set more beside them. */
function removal(value: unknown): unknown {
  if (!isObject(value) || Object.keys(value).length === 0) return null;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, removal(field)]));
}
