import type { Expansion, Properties } from "../core/resource-type.ts";

/** Tags of which any may be left out or not known yet; later ones win. */
export function mergedTags(expansion: Expansion, tags: readonly unknown[]): unknown {
  return expansion.map(tags, (known) => Object.assign({}, ...known) as Properties);
}
