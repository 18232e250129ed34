import { planSubnets, SUBNET_TIERS, type NodeGroupPlan, type SubnetTier } from "../../components/index.ts";
import { smallestSubnet } from "../../components/shared/cidr.ts";
import type { OwnerConfig } from "../../stacks/config/stack-config.ts";

/** What nodes and pods of all clusters in a network take of its subnets of a tier: of each, as they are spread evenly. */
export interface TakenAddresses {
  /** The stack whose network it is. */
  readonly ownerStack: string;
  readonly tier: SubnetTier;
  /** Subnets of the tier. */
  readonly count: number;
  /** The smallest of them, and its usable addresses; undefined of subnets that are there already. */
  readonly cidrBlock?: string;
  readonly addresses?: number;
  /** Addresses at the groups' count without pods, and at maxSize with as many pods as nodes run. */
  readonly idle: number;
  readonly full: number;
}

/** @param groups node groups of all clusters in the network. */
export function planNetworkSubnets(
  ownerStack: string,
  owner: OwnerConfig,
  groups: readonly NodeGroupPlan[],
): readonly TakenAddresses[] {
  return SUBNET_TIERS.flatMap((tier) => {
    const inTier = groups.filter(({ subnets }) => subnets === tier);
    if (inTier.length === 0) return [];
    const { blocks, count } = subnetsOf(tier, owner);
    const share = (nodes: number) => Math.ceil(nodes / Math.max(1, count));
    const taken = (addresses: (group: NodeGroupPlan) => number) =>
      inTier.reduce((total, group) => total + addresses(group), 0);
    return [
      {
        ownerStack,
        tier,
        count,
        ...smallestSubnet(blocks),
        idle: taken((group) => share(group.count) * group.idle.nodeSubnet),
        full: taken((group) => share(group.maxSize) * group.full.nodeSubnet),
      },
    ];
  });
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
