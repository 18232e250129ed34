import { parseCidr, smallestSubnet, usableAddresses } from "../shared/cidr.ts";
import { problemAt, type ProblemOf } from "../shared/problem.ts";
import { type EksClusterArgs } from "./args.ts";
import { addressesPerNodeOf, SUBNET_TIERS, type NodeGroup, type SubnetTier } from "./node-groups.ts";
import { discoversSubnets, type PodNetworking } from "./pod-networking.ts";

/** Blocks of subnets, undefined where they are not known. */
export interface SubnetBlocks extends Readonly<Record<SubnetTier, readonly string[] | undefined>> {
  /** Of the pods' subnets in one zone; in others they are as large. */
  readonly pods?: readonly string[] | undefined;
}

/**
 * Node groups whose nodes and pods need more addresses than their subnets have. A group's nodes are spread evenly over
 * the subnets of its tier, so that the fullest subnet gets the rounded-up share; groups of one tier share its subnets.
 * Tiers without blocks are not checked.
 */
export function subnetCapacityProblems(
  groups: readonly NodeGroup[],
  networking: PodNetworking,
  blocks: SubnetBlocks,
): ProblemOf<EksClusterArgs>[] {
  return [...tierProblems(groups, networking, blocks), ...podSubnetProblems(groups, networking, blocks)];
}

function tierProblems(
  groups: readonly NodeGroup[],
  networking: PodNetworking,
  blocks: SubnetBlocks,
): ProblemOf<EksClusterArgs>[] {
  // What does not fit the nodes' own subnets can be in those of pods, which all tiers share.
  let elsewhere = discoversSubnets(networking) ? addressesIn(blocks.pods) : 0;
  return SUBNET_TIERS.flatMap((tier) => {
    const smallest = smallestSubnet(blocks[tier] ?? []);
    const { needed, words } = demandIn(groupsIn(groups, tier, blocks), "nodeSubnet", networking, blocks);
    if (smallest === undefined || words === "") return [];
    const beyond = needed - smallest.addresses;
    if (beyond <= elsewhere) {
      elsewhere -= Math.max(0, beyond);
      return [];
    }
    const others = elsewhere > 0 ? `, and the pods' subnets of a zone have ${elsewhere}` : "";
    return [
      problemAt(
        ["nodeGroups"],
        `cannot fit: at maxSize their nodes and pods need ${needed} addresses in each ${tier} subnet ` +
          `(${words}), but ${smallest.cidrBlock} has ${smallest.addresses}${others}; ` +
          "use larger subnets, a smaller maxSize or maxPods, or custom-networking",
      ),
    ];
  });
}

/** With custom networking all pods of a zone are in one subnet. Whose subnets are named, those are not known. */
function podSubnetProblems(
  groups: readonly NodeGroup[],
  networking: PodNetworking,
  blocks: SubnetBlocks,
): ProblemOf<EksClusterArgs>[] {
  if (networking.mode !== "custom-networking" || networking.podSubnetIds !== undefined) return [];
  const [subnet] = blocks.pods ?? [];
  if (subnet === undefined) return [];
  const inKnown = SUBNET_TIERS.flatMap((tier) => groupsIn(groups, tier, blocks));
  const { needed, words } = demandIn(inKnown, "podSubnet", networking, blocks);
  const addresses = addressesIn([subnet]);
  if (needed <= addresses) return [];
  return [
    problemAt(
      ["nodeGroups"],
      `cannot fit: at maxSize their pods need ${needed} addresses in the pods' subnet of a zone (${words}), ` +
        `but ${subnet} has ${addresses}; use a larger secondary block, or a smaller maxSize or maxPods`,
    ),
  ];
}

function groupsIn(groups: readonly NodeGroup[], tier: SubnetTier, blocks: SubnetBlocks): NodeGroup[] {
  return groups.filter(({ subnets }) => subnets === tier && (blocks[tier]?.length ?? 0) > 0);
}

function demandIn(
  groups: readonly NodeGroup[],
  subnet: "nodeSubnet" | "podSubnet",
  networking: PodNetworking,
  blocks: SubnetBlocks,
): { readonly needed: number; readonly words: string } {
  const demands = groups.map((group) => {
    const nodes = Math.ceil(group.maxSize / blocks[group.subnets]!.length);
    const perNode = addressesPerNodeOf(group, networking)[subnet];
    return { addresses: nodes * perNode, words: `${group.name}: ${nodes} nodes with ${perNode} addresses` };
  });
  return {
    needed: demands.reduce((sum, { addresses }) => sum + addresses, 0),
    words: demands.map(({ words }) => words).join("; "),
  };
}

function addressesIn(cidrBlocks: readonly string[] = []): number {
  return cidrBlocks.reduce((sum, cidrBlock) => {
    const block = parseCidr(cidrBlock);
    return block === undefined ? sum : sum + usableAddresses(block);
  }, 0);
}
