import type * as pulumi from "@pulumi/pulumi";
import {
  NODE_GROUP_DEFAULTS,
  type CAPACITY_TYPES,
  type NodeGroupArgs,
  type NodeTaint,
  type SubnetTier,
} from "./args.ts";
import { findInstanceType, type InstanceType } from "./instance-types.ts";
import { addressesPerNode, maxPods, type NodeAddresses } from "./max-pods.ts";
import type { PodNetworking } from "./pod-networking.ts";

/** A node group with its defaults. */
export interface NodeGroup {
  readonly name: string;
  readonly instanceTypes: readonly string[];
  readonly capacityType: (typeof CAPACITY_TYPES)[number];
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

/** The args with their defaults. */
export function resolveNodeGroup(args: NodeGroupArgs): NodeGroup {
  const count = args.count ?? NODE_GROUP_DEFAULTS.count;
  return {
    name: args.name ?? NODE_GROUP_DEFAULTS.name,
    instanceTypes: args.instanceTypes ?? NODE_GROUP_DEFAULTS.instanceTypes,
    capacityType: args.capacityType ?? NODE_GROUP_DEFAULTS.capacityType,
    count,
    minSize: args.minSize ?? Math.max(0, count - 1),
    maxSize: args.maxSize ?? count + 2,
    subnets: args.subnets ?? NODE_GROUP_DEFAULTS.subnets,
    diskSizeGib: args.diskSizeGib ?? NODE_GROUP_DEFAULTS.diskSizeGib,
    labels: args.labels ?? {},
    taints: args.taints ?? [],
    keyName: args.keyName,
    initScript: args.initScript,
    metadataHopLimit: args.metadataHopLimit ?? NODE_GROUP_DEFAULTS.metadataHopLimit,
    maxPods: args.maxPods,
    releaseVersion: args.releaseVersion,
    ignoreScalingChanges: args.ignoreScalingChanges ?? NODE_GROUP_DEFAULTS.ignoreScalingChanges,
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
