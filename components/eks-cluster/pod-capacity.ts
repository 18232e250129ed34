import { tolerates, type Toleration } from "../shared/tolerations.ts";
import { knownInstanceTypes, maxPodsOf, resolveNodeGroup, type NodeGroupArgs } from "./node-groups.ts";
import type { PodNetworking } from "./pod-networking.ts";

/** The nodes that a cluster starts with, as far as they take certain pods. */
export interface PodCapacity {
  readonly nodes: number;
  /** Pods that these nodes can run, those of the system among them. */
  readonly pods: number;
}

/**
 * How many pods the nodes of a cluster can run at the groups' `count`: their max-pods, whichever of a group's instance
 * types they have. Undefined if a group has an instance type that is not known, or none.
 *
 * @param pods the tolerations of each workload in question: nodes count that take pods of any.
 */
export function podCapacity(
  groups: readonly NodeGroupArgs[],
  networking: PodNetworking,
  pods: readonly (readonly Toleration[])[] = [[]],
): PodCapacity | undefined {
  const open = groups
    .map(resolveNodeGroup)
    .filter(({ taints }) => pods.some((tolerations) => tolerates(tolerations, taints)));
  if (open.some((group) => knownInstanceTypes(group).length !== group.instanceTypes.length)) return undefined;
  if (open.some(({ instanceTypes }) => instanceTypes.length === 0)) return undefined;
  return {
    nodes: open.reduce((sum, { count }) => sum + count, 0),
    pods: open.reduce((sum, group) => sum + group.count * (group.maxPods ?? maxPodsOf(group, networking)), 0),
  };
}
