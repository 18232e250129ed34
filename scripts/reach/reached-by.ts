import { CHANGES } from "../changes/index.ts";
import { describeChange } from "../changes/render.ts";
import { documentedItems } from "./documented.ts";
import { KEPT } from "./kept.ts";
import type { Item } from "./known.ts";
import { reached, type Run } from "./reached.ts";

/** Who reaches what, in Markdown. What nobody reaches is not in it. */
export function reachedBy(): Map<Item, string> {
  const result = new Map<Item, string>();
  for (const [run, items] of Object.entries(reached)) {
    for (const one of items) result.set(one, describeRun(run));
  }
  for (const [one, page] of documentedItems()) {
    if (!result.has(one)) result.set(one, `[${page}](../${page})`);
  }
  for (const [one, reason] of Object.entries(KEPT) as [Item, string][]) result.set(one, reason);
  return result;
}

const fields = new Map(CHANGES.map((change) => [describeChange(change), change.field]));

/** `configuration vpc.natGateways`, `drill lost-cluster`. */
function describeRun(run: Run): string {
  const field = fields.get(run);
  return field === undefined ? run : `configuration \`${field}\``;
}
