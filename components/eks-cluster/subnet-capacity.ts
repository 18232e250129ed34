import { parseCidr, usableAddresses } from "../shared/cidr.ts";
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
    const smallest = smallestSubnet(cidrBlocks[tier] ?? []);
    const inTier = groups.filter((group) => group.subnets === tier);
    if (smallest === undefined || inTier.length === 0) return [];
    const demands = inTier.map((group) => demandInSubnet(group, networking, smallest.subnetCount));
    const needed = demands.reduce((sum, { addresses }) => sum + addresses, 0);
    if (needed <= smallest.addresses) return [];
    return [
      problemAt(
        ["nodeGroups"],
        `cannot fit: at maxSize their nodes and pods need ${needed} addresses in each ${tier} subnet ` +
          `(${demands.map(({ words }) => words).join("; ")}), but ${smallest.cidr} has ${smallest.addresses}; ` +
          "use larger subnets, a smaller maxSize or maxPods, or custom-networking",
      ),
    ];
  });
}

interface Subnet {
  readonly cidr: string;
  readonly addresses: number;
  /** Subnets among which it is the smallest. */
  readonly subnetCount: number;
}

function smallestSubnet(cidrBlocks: readonly string[]): Subnet | undefined {
  const subnets = cidrBlocks.flatMap((cidr) => {
    const block = parseCidr(cidr);
    return block ? [{ cidr, addresses: usableAddresses(block), subnetCount: cidrBlocks.length }] : [];
  });
  return subnets.sort((a, b) => a.addresses - b.addresses)[0];
}

function demandInSubnet(group: NodeGroup, networking: PodNetworking, subnetCount: number) {
  const nodes = Math.ceil(group.maxSize / subnetCount);
  const perNode = addressesPerNodeOf(group, networking).nodeSubnet;
  return { addresses: nodes * perNode, words: `${group.name}: ${nodes} nodes with ${perNode} addresses` };
}
