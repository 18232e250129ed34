import { smallestSubnet } from "../shared/cidr.ts";
import { problemAt, type ProblemOf } from "../shared/problem.ts";
import { type EksClusterArgs } from "./args.ts";
import { addressesPerNodeOf, SUBNET_TIERS, type NodeGroup, type SubnetTier } from "./node-groups.ts";
import type { PodNetworking } from "./pod-networking.ts";

/**
 * Node groups whose nodes and pods need more addresses than their subnets have. A group's nodes are spread evenly over
 * the subnets of its tier, so that the fullest subnet gets the rounded-up share; groups of one tier share its subnets.
 * Tiers without blocks are not checked.
 */
export function subnetCapacityProblems(
  groups: readonly NodeGroup[],
  networking: PodNetworking,
  cidrBlocks: Readonly<Record<SubnetTier, readonly string[] | undefined>>,
): ProblemOf<EksClusterArgs>[] {
  return SUBNET_TIERS.flatMap((tier) => {
    const blocks = cidrBlocks[tier] ?? [];
    const smallest = smallestSubnet(blocks);
    const inTier = groups.filter((group) => group.subnets === tier);
    if (smallest === undefined || inTier.length === 0) return [];
    const demands = inTier.map((group) => demandInSubnet(group, networking, blocks.length));
    const needed = demands.reduce((sum, { addresses }) => sum + addresses, 0);
    if (needed <= smallest.addresses) return [];
    return [
      problemAt(
        ["nodeGroups"],
        `cannot fit: at maxSize their nodes and pods need ${needed} addresses in each ${tier} subnet ` +
          `(${demands.map(({ words }) => words).join("; ")}), but ${smallest.cidrBlock} has ${smallest.addresses}; ` +
          "use larger subnets, a smaller maxSize or maxPods, or custom-networking",
      ),
    ];
  });
}

function demandInSubnet(group: NodeGroup, networking: PodNetworking, subnetCount: number) {
  const nodes = Math.ceil(group.maxSize / subnetCount);
  const perNode = addressesPerNodeOf(group, networking).nodeSubnet;
  return { addresses: nodes * perNode, words: `${group.name}: ${nodes} nodes with ${perNode} addresses` };
}
