import type { Cloud } from "../../../core/cloud.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";

/** After this much virtual time everything counts as changed, in case something changed without a trace. */
const LONGEST_MS = 300_000;

/**
 * A text that differs from its last value when the network or what runs in it may have changed: after AWS calls
 * that change something, when clusters come and go, and after changes of pods and what they serve.
 */
export function worldRevision(cloud: Cloud): string {
  const clusters = clustersOf(cloud);
  let changesInClusters = 0;
  for (const { revision } of clusters.values()) changesInClusters += revision;
  const period = Math.floor(cloud.clock.now() / LONGEST_MS);
  return [cloud.journal.changes, period, clusters.size, changesInClusters].join(" ");
}
