import type * as pulumi from "@pulumi/pulumi";
import type { NodeGroupArgs, NodeTaint, SubnetTier } from "./args.ts";
import { findInstanceType, type InstanceType } from "./instance-types.ts";
import { addressesPerNode, maxPods, type NodeAddresses } from "./max-pods.ts";
import type { PodNetworking } from "./pod-networking.ts";

/** A node group with its defaults. */
export interface NodeGroup {
  readonly name: string;
  readonly instanceTypes: readonly string[];
  readonly capacityType: "ON_DEMAND" | "SPOT";
  readonly count: number;
  readonly minSize: number;
  readonly maxSize: number;
  readonly subnets: SubnetTier;
  readonly diskSizeGib: number;
  readonly labels: Readonly<Record<string, pulumi.Input<string>>>;
  readonly taints: readonly NodeTaint[];
  readonly keyName: string | undefined;
  readonly initScript: pulumi.Input<string> | undefined;
  readonly metadataHopLimit: number;
  readonly maxPods: number | undefined;
  readonly releaseVersion: string | undefined;
  readonly ignoreScalingChanges: boolean;
}

export const DEFAULT_NODE_GROUPS: readonly NodeGroupArgs[] = [{ name: "ng", labels: { tier: "primary" } }];

/** @param clusterName what AWS calls the cluster. */
export function resolveNodeGroup(args: NodeGroupArgs): NodeGroup {
  const name = args.name ?? "ng";
  const count = args.count ?? 3;
  return {
    name,
    instanceTypes: args.instanceTypes ?? ["t3.medium"],
    capacityType: args.capacityType ?? "ON_DEMAND",
    count,
    minSize: args.minSize ?? Math.max(0, count - 1),
    maxSize: args.maxSize ?? count + 2,
    subnets: args.subnets ?? "public",
    diskSizeGib: args.diskSizeGib ?? 30,
    labels: args.labels ?? {},
    taints: args.taints ?? [],
    keyName: args.keyName,
    initScript: args.initScript,
    metadataHopLimit: args.metadataHopLimit ?? 2,
    maxPods: args.maxPods,
    releaseVersion: args.releaseVersion,
    ignoreScalingChanges: args.ignoreScalingChanges ?? false,
  };
}

/** Name and sizes of a group, with their defaults. */
export type NodeGroupSizes = Pick<NodeGroup, "name" | "count" | "minSize" | "maxSize">;

/** Name and sizes that a group has where its args leave them out. */
export function nodeGroupSizes(args: NodeGroupArgs): NodeGroupSizes {
  const { name, count, minSize, maxSize } = resolveNodeGroup(args);
  return { name, count, minSize, maxSize };
}

/** The instance types of a group that are known. */
export function knownInstanceTypes(group: NodeGroup): InstanceType[] {
  return group.instanceTypes.flatMap((name) => findInstanceType(name) ?? []);
}

/** Pods that every node of the group can run, whichever of the group's instance types it has. */
export function maxPodsOf(group: NodeGroup, networking: PodNetworking): number {
  return Math.min(...knownInstanceTypes(group).map((type) => maxPods(type, networking.mode)));
}

/** The limit to tell the nodes, or undefined where EKS tells them the right one: with one address per pod. */
export function maxPodsToSet(group: NodeGroup, networking: PodNetworking): number | undefined {
  return group.maxPods ?? (networking.mode === "secondary-ip" ? undefined : maxPodsOf(group, networking));
}

/** Addresses that a node of the group takes at most, whichever of the group's instance types it has. */
export function addressesPerNodeOf(group: NodeGroup, networking: PodNetworking): NodeAddresses {
  const pods = group.maxPods ?? maxPodsOf(group, networking);
  const perType = knownInstanceTypes(group).map((type) => addressesPerNode(type, networking, pods));
  return {
    nodeSubnet: Math.max(...perType.map(({ nodeSubnet }) => nodeSubnet)),
    podSubnet: Math.max(...perType.map(({ podSubnet }) => podSubnet)),
  };
}
