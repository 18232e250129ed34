import { planSubnets } from "../../components/index.ts";
import type { PrimaryConfig } from "./stack-config.ts";
import type { ConfigProblem } from "./issues.ts";

/**
 * What is to be in private subnets that the VPC will not have, or from which nodes will reach nothing. Of an existing VPC
 * nobody knows that here.
 */
export function privateSubnetProblems({
  vpc,
  nodeGroups,
  controlPlaneSubnets,
}: PrimaryConfig): ConfigProblem[] {
  if (vpc.existing !== undefined) return [];
  const privateGroups = nodeGroups.flatMap(({ subnets }, index) =>
    subnets === "private" ? [`nodeGroups[${index}].subnets`] : [],
  );
  if (planSubnets(vpc).privateSubnetCidrBlocks.length === 0) {
    const users = [...(controlPlaneSubnets === "private" ? ["controlPlaneSubnets"] : []), ...privateGroups];
    return users.map((path) => ({
      path,
      reason: "is private, but vpc.privateSubnetCidrBlocks is empty; use public, or give private subnets",
    }));
  }
  if ((vpc.natGateways ?? "none") !== "none") return [];
  return privateGroups.map((path) => ({
    path,
    reason:
      "is private, but vpc.natGateways is none, so that the nodes could reach neither EKS nor their images; " +
      "use public, or set vpc.natGateways to single or one-per-zone",
  }));
}
