import { planNodeGroup, type NodeGroupPlan } from "../../components/index.ts";
import { podDemand, type PodDemand } from "../../stacks/apps/surroundings.ts";
import type { ClusterStack } from "./read-clusters.ts";

/** The pods of a cluster, and the nodes that run them. */
export interface PodPlan {
  readonly stack: string;
  readonly clusterName: string;
  readonly mode: string;
  readonly groups: readonly NodeGroupPlan[];
  /** Groups whose instance types are not known. */
  readonly unknownGroups: readonly string[];
  readonly demand: PodDemand;
  /** Pods that nodes run, at the groups' count and at their maxSize. */
  readonly room: { readonly atCount: number; readonly atMaxSize: number };
  readonly problems: readonly string[];
}

export function planPods({ stack, config, problems }: ClusterStack): PodPlan {
  const { nodeGroups, podNetworking } = config;
  const planned = nodeGroups.map((group) => ({ group, plan: planNodeGroup(group, podNetworking) }));
  const groups = planned.flatMap(({ plan }) => plan ?? []);
  const sum = (number: (group: NodeGroupPlan) => number) =>
    groups.reduce((total, group) => total + number(group), 0);
  return {
    stack,
    clusterName: config.clusterName,
    mode: podNetworking.mode,
    groups,
    unknownGroups: planned.flatMap(({ group, plan }) => (plan === undefined ? [group.name ?? "ng"] : [])),
    demand: podDemand(
      config,
      sum(({ count }) => count),
    ),
    room: {
      atCount: sum(({ count, maxPods }) => count * maxPods),
      atMaxSize: sum(({ maxSize, maxPods }) => maxSize * maxPods),
    },
    problems,
  };
}
