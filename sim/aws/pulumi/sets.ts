import { isDeepStrictEqual } from "node:util";

/** Whether two lists have the same elements, in whatever order: the provider takes them as sets. */
export function sameSet(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return isDeepStrictEqual(before, after);
  if (before.length !== after.length) return false;
  const left: unknown[] = [...after];
  return before.every((element) => {
    const index = left.findIndex((other) => isDeepStrictEqual(element, other));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}
