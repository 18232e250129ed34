import type { Cloud } from "../../sim/core/cloud.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import type { Pod } from "../../sim/kubernetes/objects.ts";
import { count } from "./words.ts";

/**
 * Pods that no node takes, and what the scheduler says of them; one line for each cluster and reason. What waits for a
 * Deployment tells nothing of them, unless the scheduler's event is still young.
 *
 * @example ["2 pods of cluster myeks are pending (0/3 nodes are available: 3 Insufficient cpu. ...)"]
 */
export function pendingPods(cloud: Cloud): string[] {
  return [...clustersOf(cloud)].flatMap(([cluster, { api }]) => {
    const reasons = (api.list("v1/Pod") as Pod[]).flatMap(schedulersReason);
    return [...Map.groupBy(reasons, (reason) => reason)].map(
      ([reason, { length }]) =>
        `${count(length, "pod")} of cluster ${cluster} ${length === 1 ? "is" : "are"} pending (${reason})`,
    );
  });
}

function schedulersReason({ status }: Pod): string[] {
  const scheduled = status.conditions?.find(({ type }) => type === "PodScheduled");
  return scheduled?.status === "False" && scheduled.message !== undefined ? [scheduled.message] : [];
}
