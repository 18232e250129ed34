import type * as pulumi from "@pulumi/pulumi";
import { findInstanceType, type InstanceType } from "./instance-types.ts";
import { addressesPerNode, maxPods, type NodeAddresses } from "./max-pods.ts";
import type { PodNetworking } from "./pod-networking.ts";

/** Kinds of subnets: reachable from the internet or not. */
export const SUBNET_TIERS = ["public", "private"] as const;

/** A kind of subnet: reachable from the internet or not. */
export type SubnetTier = (typeof SUBNET_TIERS)[number];

/** How nodes can be paid for. */
export const CAPACITY_TYPES = ["ON_DEMAND", "SPOT"] as const;

/** What a taint does to pods, in the words of EKS. */
export const NODE_TAINT_EFFECTS = ["NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"] as const;

/** Defaults of {@link NodeGroupArgs}. */
export const NODE_GROUP_DEFAULTS = {
  name: "ng",
  instanceTypes: ["t3.medium"],
  capacityType: "ON_DEMAND",
  count: 3,
  subnets: "public",
  diskSizeGib: 30,
  metadataHopLimit: 2,
  ignoreScalingChanges: false,
} as const satisfies NodeGroupArgs;

/** Keeps pods that do not tolerate it off the nodes of a group. */
export interface NodeTaint {
  readonly key: string;
  /** @default - none */
  readonly value?: pulumi.Input<string>;
  readonly effect: (typeof NODE_TAINT_EFFECTS)[number];
}

/** A managed node group of Amazon Linux 2023 nodes. */
export interface NodeGroupArgs {
  /**
   * Name of the group within the cluster. In AWS the component's name stands before it, and eight characters of Pulumi's
   * after it, at most 63 together. A group of another name, and one with other `instanceTypes`, `capacityType` or
   * `subnets`, is a new one: it comes up before the old one is drained.
   * @default "ng"
   */
  readonly name?: string;
  /**
   * Instance types, all of one architecture (x86_64, or arm64 of Graviton) and with the same kind of accelerators. The image
   * follows from them: Amazon Linux 2023, with NVIDIA's or Neuron's drivers for types that have such accelerators. With
   * `SPOT` several types find capacity more easily.
   * @default ["t3.medium"]
   */
  readonly instanceTypes?: readonly string[];
  /**
   * `SPOT` instances are cheaper and may be taken away at two minutes' notice.
   * @default "ON_DEMAND"
   */
  readonly capacityType?: (typeof CAPACITY_TYPES)[number];
  /**
   * Nodes to run, from `minSize` to `maxSize`.
   * @default 3
   */
  readonly count?: number;
  /**
   * Nodes that an autoscaler must leave.
   * @default - count - 1, or 0
   */
  readonly minSize?: number;
  /**
   * Nodes that an autoscaler may reach.
   * @default - count + 2
   */
  readonly maxSize?: number;
  /**
   * Whether the number of nodes is somebody else's, an autoscaler's for instance. `count` is then what the group starts with:
   * no update and no refresh puts it back. Pulumi's state keeps the first number, and EKS takes limits and number together:
   * to change `minSize` or `maxSize` of such a group set this to false for that update and `count` to the present number.
   * The stacks of this project do that by themselves.
   * @default false
   */
  readonly ignoreScalingChanges?: boolean;
  /**
   * Subnets of the nodes. In public ones nodes have public addresses and need no NAT gateway; in private ones they reach
   * EKS, STS (of which the network plugin gets its credentials) and their images through a NAT gateway or VPC endpoints.
   * @default "public"
   */
  readonly subnets?: SubnetTier;
  /**
   * Size of the root volume in GiB, 20 to 16384. The volume is encrypted gp3.
   * @default 30
   */
  readonly diskSizeGib?: number;
  /**
   * Symmetric KMS key for the root volume. Its policy must let the role `AWSServiceRoleForAutoScaling` of the account use it
   * and create grants, or no node starts. Another one replaces the nodes one after the other.
   * @default - the account's key for EBS volumes, `aws/ebs` unless somebody changed that
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
   * @example "arn:aws:kms:ap-northeast-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
   */
  readonly volumeKeyArn?: pulumi.Input<string>;
  /**
   * Labels of the nodes.
   * @default - none
   * @example { tier: "primary" }
   */
  readonly labels?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Taints of the nodes.
   * @default - none
   */
  readonly taints?: readonly NodeTaint[];
  /**
   * EC2 key pair for SSH. It opens no port by itself, see `nodeSecurityGroupRules`.
   * @default - no SSH
   */
  readonly keyName?: string;
  /**
   * Shell script that each node runs at its first start, before it joins the cluster. It may be a secret, but whoever may
   * describe launch templates or is on a node can read it.
   * @default - none
   * @example "#!/bin/bash\ndnf install -y tcpdump\n"
   */
  readonly initScript?: pulumi.Input<string>;
  /**
   * Network hops that the answers of the instance metadata service may take, 1 to 64. With 1 pods cannot reach it, unless
   * they use the node's network: recommended for production, as with 2 or more every pod can get the credentials of its
   * node, which may pull images and describe instances. Nothing that this package installs needs more than 1. The service
   * wants a session token (IMDSv2) in any case.
   * @default 2
   */
  readonly metadataHopLimit?: number;
  /**
   * Release of the nodes' image: the Kubernetes patch version and the build's date. EKS never updates nodes by itself;
   * another release replaces them one after the other, see the runbook "patch nodes". EKS tells the newest one by
   * `aws ssm get-parameter`. While it stands here, a change of what the launch template holds (`initScript`, `diskSizeGib`,
   * `volumeKeyArn`, `keyName`, `metadataHopLimit`, `maxPods`, tags) still brings the newest release, and the next update goes back to
   * this one: raise it at the same time.
   * @default - the newest one when the group is made; it then stays until Kubernetes version or launch template change
   * @see https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html
   * @example "1.35.6-20261105"
   */
  readonly releaseVersion?: string;
  /**
   * Pods per node, to run fewer than the instance type and the way of pod networking allow.
   * @default - as many as they allow
   */
  readonly maxPods?: number;
  /**
   * Nodes that an update of Kubernetes version, image or launch template empties at a time, 1 to 100. EKS takes settings and
   * version in two steps, the version first: change this in an update before.
   * @default - 1, or what was set before
   */
  readonly maxUnavailable?: number;
  /**
   * The same as a part of the group's nodes in percent, 1 to 100, in place of `maxUnavailable`.
   * @default - none
   */
  readonly maxUnavailablePercentage?: number;
}

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
  readonly volumeKeyArn: pulumi.Input<string> | undefined;
  readonly labels: Readonly<Record<string, pulumi.Input<string>>>;
  readonly taints: readonly NodeTaint[];
  readonly keyName: string | undefined;
  readonly initScript: pulumi.Input<string> | undefined;
  readonly metadataHopLimit: number;
  readonly maxPods: number | undefined;
  readonly maxUnavailable: number | undefined;
  readonly maxUnavailablePercentage: number | undefined;
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
    volumeKeyArn: args.volumeKeyArn,
    labels: args.labels ?? {},
    taints: args.taints ?? [],
    keyName: args.keyName,
    initScript: args.initScript,
    metadataHopLimit: args.metadataHopLimit ?? NODE_GROUP_DEFAULTS.metadataHopLimit,
    maxPods: args.maxPods,
    maxUnavailable: args.maxUnavailable,
    maxUnavailablePercentage: args.maxUnavailablePercentage,
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

/**
 * Addresses that a node of the group takes at most, whichever of the group's instance types it has: one that is told no limit
 * runs as many pods as its own type can.
 *
 * @param pods of each node. Default: as many as it runs at most.
 */
export function addressesPerNodeOf(
  group: NodeGroup,
  networking: PodNetworking,
  pods: number | undefined = maxPodsToSet(group, networking),
): NodeAddresses {
  const perType = knownInstanceTypes(group).map((type) =>
    addressesPerNode(type, networking, pods ?? maxPods(type, networking.mode)),
  );
  return {
    nodeSubnet: Math.max(...perType.map(({ nodeSubnet }) => nodeSubnet)),
    podSubnet: Math.max(...perType.map(({ podSubnet }) => podSubnet)),
  };
}
