import type { Tags } from "../model.ts";
import type { Tracking } from "./tracking.ts";

/** Wanted objects and those that were found, put together. */
export interface Matches<W, F> {
  /** In the order of their ids. */
  readonly matched: readonly { readonly wanted: W; readonly found: F }[];
  readonly missing: readonly W[];
  readonly superfluous: readonly F[];
}

/** Pairs what is wanted with what is there by the resource id in its tags. */
export function matchByResourceId<
  W extends { readonly resourceId: string },
  F extends { readonly tags: Tags },
>(
  wanted: readonly W[],
  found: readonly F[],
  options: {
    readonly tracking: Tracking;
    /** For the error about an object of the stack that has no resource id. */
    readonly describe: (found: F) => string;
    /** Whether the object cannot become what is wanted. */
    readonly mustReplace?: (wanted: W, found: F) => boolean;
  },
): Matches<W, F> {
  const byId = new Map<string, F[]>();
  for (const object of found) {
    const id = options.tracking.resourceIdOf(object.tags);
    if (id === undefined) throw new Error(`unexpected ${options.describe(object)}`);
    byId.set(id, [...(byId.get(id) ?? []), object]);
  }
  const matched: { wanted: W; found: F }[] = [];
  const missing: W[] = [];
  const superfluous: F[] = [];
  for (const want of byKey(wanted, ({ resourceId }) => resourceId)) {
    const candidates = byId.get(want.resourceId) ?? [];
    byId.delete(want.resourceId);
    const usable = candidates.filter((object) => options.mustReplace?.(want, object) !== true);
    const [first] = usable;
    superfluous.push(...candidates.filter((object) => object !== first));
    if (first === undefined) missing.push(want);
    else matched.push({ wanted: want, found: first });
  }
  for (const id of [...byId.keys()].sort()) superfluous.push(...(byId.get(id) ?? []));
  return { matched, missing, superfluous };
}

/** Sorted by a text. */
export function byKey<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
