import { isRecord } from "../api/plain.ts";
import type { Manifest } from "../types.ts";

/**
 * A merge patch that sets everything in `after` and removes what only `before` had: what one field manager's apply
 * does to an object, where the server and others own further fields.
 */
export function patchBetween(before: Manifest, after: Manifest): object {
  return merge(before, after) as object;
}

function merge(before: unknown, after: unknown): unknown {
  if (!isRecord(after)) return after;
  const old = isRecord(before) ? before : {};
  const removed = Object.entries(old).filter(([key]) => !(key in after));
  return {
    ...Object.fromEntries(removed.map(([key, value]) => [key, removal(value)])),
    ...Object.fromEntries(Object.entries(after).map(([key, value]) => [key, merge(old[key], value)])),
  };
}

/** Only the fields themselves are given up: others may have set more beside them. */
function removal(value: unknown): unknown {
  if (!isRecord(value) || Object.keys(value).length === 0) return null;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, removal(field)]));
}
