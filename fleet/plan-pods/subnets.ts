import {
  discoversSubnets,
  planSubnets,
  SUBNET_TIERS,
  type NodeGroupPlan,
  type PodNetworking,
  type SubnetTier,
} from "../../components/index.ts";
import { smallestSubnet } from "../../components/shared/cidr.ts";
import type { OwnerConfig } from "../../stacks/config/stack-config.ts";

/** What nodes and pods of all clusters in a network take of its subnets of a tier: of each, as they are spread evenly. */
export interface TakenAddresses {
  /** The stack whose network it is. */
  readonly ownerStack: string;
  readonly tier: SubnetTier | "pods";
  /** Subnets of the tier. */
  readonly count: number;
  /** The smallest of them, and its usable addresses; undefined of subnets that are there already. */
  readonly cidrBlock?: string;
  readonly addresses?: number;
  /** Addresses of pods' subnets in the zone that further interfaces of the nodes may have as well. */
  readonly elsewhere?: number;
  /** Addresses at the groups' count without pods, and at maxSize with as many pods as nodes run. */
  readonly idle: number;
  readonly full: number;
}

/** A node group, and how pods of its cluster get addresses. */
export interface PlannedGroup {
  readonly group: NodeGroupPlan;
  readonly networking: PodNetworking;
}

/** @param groups node groups of all clusters in the network. */
export function planNetworkSubnets(
  ownerStack: string,
  owner: OwnerConfig,
  groups: readonly PlannedGroup[],
): readonly TakenAddresses[] {
  return [
    ...SUBNET_TIERS.flatMap((tier) => {
      const inTier = groups.filter(({ group }) => group.subnets === tier);
      if (inTier.length === 0) return [];
      const { blocks, count } = subnetsOf(tier, owner);
      const elsewhere = inTier.some(({ networking }) => discoversSubnets(networking))
        ? podAddresses(owner)
        : 0;
      return [
        {
          ownerStack,
          tier,
          count,
          ...smallestSubnet(blocks),
          ...(elsewhere > 0 && { elsewhere }),
          ...taken(inTier, "nodeSubnet", owner),
        },
      ];
    }),
    ...planPodSubnets(ownerStack, owner, groups),
  ];
}

/** Those of custom networking; who names subnets is not counted. */
function planPodSubnets(
  ownerStack: string,
  owner: OwnerConfig,
  groups: readonly PlannedGroup[],
): TakenAddresses[] {
  const inPods = groups.filter(
    ({ networking }) => networking.mode === "custom-networking" && networking.podSubnetIds === undefined,
  );
  const [blocks] = planSubnets(owner.vpc).podSubnetCidrBlocks;
  if (inPods.length === 0 || blocks === undefined) return [];
  return [
    {
      ownerStack,
      tier: "pods",
      count: blocks.length,
      ...smallestSubnet(blocks),
      ...taken(inPods, "podSubnet", owner),
    },
  ];
}

/** What each subnet gives, as a group's nodes are spread evenly over the subnets of its tier. */
function taken(groups: readonly PlannedGroup[], subnet: "nodeSubnet" | "podSubnet", owner: OwnerConfig) {
  const share = ({ subnets }: NodeGroupPlan, nodes: number) =>
    Math.ceil(nodes / Math.max(1, subnetsOf(subnets, owner).count));
  const sum = (addresses: (group: NodeGroupPlan) => number) =>
    groups.reduce((total, { group }) => total + addresses(group), 0);
  return {
    idle: sum((group) => share(group, group.count) * group.idle[subnet]),
    full: sum((group) => share(group, group.maxSize) * group.full[subnet]),
  };
}

/** Addresses of all pods' subnets in a zone. */
function podAddresses({ vpc }: OwnerConfig): number {
  if (vpc.existing !== undefined) return 0;
  return planSubnets(vpc).podSubnetCidrBlocks.reduce(
    (sum, blocks) => sum + (smallestSubnet(blocks)?.addresses ?? 0),
    0,
  );
}

/** Blocks of subnets that are there already are not known here. */
function subnetsOf(tier: SubnetTier, { vpc }: OwnerConfig): { blocks: readonly string[]; count: number } {
  if (vpc.existing !== undefined) {
    const { publicSubnetIds = [], privateSubnetIds = [] } = vpc.existing;
    return { blocks: [], count: (tier === "public" ? publicSubnetIds : privateSubnetIds).length };
  }
  const { publicSubnetCidrBlocks, privateSubnetCidrBlocks } = planSubnets(vpc);
  const blocks = tier === "public" ? publicSubnetCidrBlocks : privateSubnetCidrBlocks;
  return { blocks, count: blocks.length };
}
