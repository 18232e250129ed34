/**
 * NAT gateways of a VPC. Rules and words: awsx/ec2/vpc.ts of pulumi-awsx 3.9.0.
 */
import type { PlannedSubnet } from "./subnet-layout.ts";
import type { VpcInputs } from "./vpc-inputs.ts";

/** @throws Error when the strategy does not suit the elastic IP addresses or the subnets. */
export function checkNatGateways(
  { natGateways: { strategy, elasticIpAllocationIds } }: VpcInputs,
  subnets: readonly PlannedSubnet[],
  zoneCount: number,
): void {
  const given = elasticIpAllocationIds.length;
  if (strategy === "None") {
    if (given > 0) {
      throw new Error(
        `Elastic IP allocation IDs cannot be specified when NAT Gateway strategy is '${strategy}'.`,
      );
    }
    return;
  }
  if (strategy === "Single" && given > 1) {
    throw new Error(`Exactly one Elastic IP may be specified when NAT Gateway strategy is '${strategy}'.`);
  }
  if (strategy === "OnePerAz" && given > 0 && given !== zoneCount) {
    throw new Error(
      `The number of Elastic IPs, if specified, must match the number of availability zones for the VPC (${zoneCount}) when NAT Gateway strategy is '${strategy}'`,
    );
  }
  const types = new Set(subnets.map(({ spec }) => spec.type));
  if (!types.has("Public") || !(types.has("Private") || types.has("Isolated"))) {
    throw new Error(
      "If NAT Gateway strategy is 'OnePerAz' or 'Single', public subnets must be declared to host the NAT Gateway resource, along with private or isolated subnets to route through it.",
    );
  }
}

/** Whether the next public subnet of a zone gets a gateway, when so many are there already. */
export function needsNatGateway(
  { natGateways: { strategy } }: VpcInputs,
  present: number,
  zoneIndex: number,
): boolean {
  if (strategy === "None") return false;
  return strategy === "Single" ? present === 0 : present <= zoneIndex;
}
