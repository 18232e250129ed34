import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { problemAt, type ProblemOf } from "../shared/problem.ts";
import type { EksClusterArgs } from "./args.ts";
import type { SubnetTier } from "./node-groups.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";
import { subnetCapacityProblems, type SubnetBlocks } from "./subnet-capacity.ts";

/**
 * Subnets for the nodes of each tier. If their blocks were not known when the args were checked, what waits for the ids
 * also waits for the same check, and fails with it.
 *
 * @param name the component's name.
 */
export function roomySubnetIds(
  name: string,
  args: ResolvedEksClusterArgs,
): Readonly<Record<SubnetTier, pulumi.Output<string[]>>> {
  const { network } = args;
  const roomy = (
    tier: SubnetTier,
    ids: pulumi.Input<string[]>,
    blocks: pulumi.Input<string[]> | undefined,
  ): pulumi.Output<string[]> =>
    pulumi.all([ids, blocks, network.podSubnetCidrBlocks]).apply(([subnetIds, cidrBlocks, pods]) => {
      const withoutSubnets = subnetIds.length === 0 ? missingSubnetProblems(tier, args) : [];
      refuseProblems("EksCluster", name, withoutSubnets);
      refuseProblems("EksCluster", name, fullSubnetProblems(tier, { cidrBlocks, pods }, args));
      return subnetIds;
    });
  return {
    public: roomy("public", network.publicSubnetIds, network.publicSubnetCidrBlocks),
    private: roomy("private", network.privateSubnetIds, network.privateSubnetCidrBlocks),
  };
}

/** Node groups that are to be in subnets of a tier that the network does not have. */
function missingSubnetProblems(
  tier: SubnetTier,
  { nodeGroups }: ResolvedEksClusterArgs,
): ProblemOf<EksClusterArgs>[] {
  const other = tier === "public" ? "private" : "public";
  const reason = `is ${tier}, but the network has no ${tier} subnets; use ${other}`;
  return nodeGroups.flatMap(({ subnets }, index) =>
    subnets === tier ? problemAt(["nodeGroups", index, "subnets"], reason) : [],
  );
}

/** Nodes of a tier that cannot fit subnets with these blocks. */
export function fullSubnetProblems(
  tier: SubnetTier,
  { cidrBlocks, pods }: { readonly cidrBlocks: readonly string[] | undefined } & Pick<SubnetBlocks, "pods">,
  { nodeGroups, podNetworking }: Pick<ResolvedEksClusterArgs, "nodeGroups" | "podNetworking">,
): ProblemOf<EksClusterArgs>[] {
  const known = { public: undefined, private: undefined, [tier]: cidrBlocks, pods };
  return subnetCapacityProblems(nodeGroups, podNetworking, known);
}
