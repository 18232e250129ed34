import * as pulumi from "@pulumi/pulumi";
import { refuseProblems, type Problem } from "../shared/args-error.ts";
import type { SubnetTier } from "./args.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";
import { subnetCapacityProblems } from "./subnet-capacity.ts";

/**
 * Subnets for the nodes of a tier. If their blocks were not known when the args were checked, what waits for the ids
 * also waits for the same check, and fails with it.
 */
export function roomySubnetIds(
  component: string,
  tier: SubnetTier,
  args: ResolvedEksClusterArgs,
): pulumi.Output<string[]> {
  const { network } = args;
  const [ids, blocks] =
    tier === "public"
      ? [network.publicSubnetIds, network.publicSubnetCidrBlocks]
      : [network.privateSubnetIds, network.privateSubnetCidrBlocks];
  return pulumi.all([ids, blocks]).apply(([subnetIds, cidrBlocks]) => {
    if (subnetIds.length === 0) refuseProblems(component, withoutSubnets(tier, args));
    refuseFullSubnets(component, tier, cidrBlocks, args);
    return subnetIds;
  });
}

/** Node groups that are to be in subnets of a tier that the network does not have. */
function withoutSubnets(tier: SubnetTier, { nodeGroups }: ResolvedEksClusterArgs): Problem[] {
  const other = tier === "public" ? "private" : "public";
  return nodeGroups.flatMap(({ subnets }, index) =>
    subnets === tier
      ? [
          {
            path: `nodeGroups[${index}].subnets`,
            reason: `is ${tier}, but the network has no ${tier} subnets; use ${other}`,
          },
        ]
      : [],
  );
}

/** @throws ArgsError if the nodes of a tier cannot fit subnets with these blocks. */
export function refuseFullSubnets(
  component: string,
  tier: SubnetTier,
  cidrBlocks: readonly string[] | undefined,
  args: Pick<ResolvedEksClusterArgs, "nodeGroups" | "podNetworking">,
): void {
  const known = { public: undefined, private: undefined, [tier]: cidrBlocks };
  refuseProblems(component, subnetCapacityProblems(args.nodeGroups, args.podNetworking, known));
}
