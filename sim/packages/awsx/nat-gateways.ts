/**
 * NAT gateways of a VPC. Rules and words: awsx/ec2/vpc.ts of pulumi-awsx 3.9.0.
 */
import type { PlannedSubnet } from "./subnet-layout.ts";
import type { VpcInputs } from "./vpc-inputs.ts";

/** @throws Error when there are no subnets for the gateways to stand in, or to lead to. */
export function checkNatGateways(
  { natGateways: { strategy } }: VpcInputs,
  subnets: readonly PlannedSubnet[],
): void {
  if (strategy === "None") return;
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
