import { maxPods, podInterfaces, slotsPerInterface, type NodeAddresses } from "./max-pods.ts";
import {
  addressesPerNodeOf,
  knownInstanceTypes,
  resolveNodeGroup,
  type NodeGroupArgs,
  type SubnetTier,
} from "./node-groups.ts";
import type { PodNetworking } from "./pod-networking.ts";

/**
 * What nodes of a group hold and run. Of several instance types the one that runs the fewest pods is told, as no more pods are
 * sure to run; addresses are those of the type that takes the most.
 */
export interface NodeGroupPlan {
  readonly name: string;
  readonly instanceType: string;
  readonly subnets: SubnetTier;
  /** Nodes that the group starts with, and the most that it may have. */
  readonly count: number;
  readonly maxSize: number;
  /** Network interfaces of a node that serve pods. */
  readonly interfaces: number;
  /** What each interface has beside its own address: single addresses, or blocks of 16. */
  readonly slots: number;
  readonly slotKind: "addresses" | "prefixes";
  /** Pods that a node runs at most, those on the node's own address among them. */
  readonly maxPods: number;
  /** Addresses that a node takes while it runs no pods but those on its own address. */
  readonly idle: NodeAddresses;
  /** Addresses that a node takes when it runs as many pods as it may. */
  readonly full: NodeAddresses;
}

/** Undefined for a group without an instance type that is known. */
export function planNodeGroup(args: NodeGroupArgs, networking: PodNetworking): NodeGroupPlan | undefined {
  const group = resolveNodeGroup(args);
  const limits = knownInstanceTypes(group).map((type) => ({
    type,
    pods: group.maxPods ?? maxPods(type, networking.mode),
  }));
  const [tightest] = limits.sort((a, b) => a.pods - b.pods);
  if (tightest === undefined) return undefined;
  const { type, pods } = tightest;
  return {
    name: group.name,
    instanceType: type.name,
    subnets: group.subnets,
    count: group.count,
    maxSize: group.maxSize,
    interfaces: podInterfaces(type, networking.mode),
    slots: slotsPerInterface(type),
    slotKind: networking.mode === "prefix-delegation" ? "prefixes" : "addresses",
    maxPods: pods,
    idle: addressesPerNodeOf(group, networking, 0),
    full: addressesPerNodeOf(group, networking),
  };
}
