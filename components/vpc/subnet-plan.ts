import { blockAt, parseCidr } from "../shared/cidr.ts";
import { VPC_DEFAULTS, type NewVpcArgs } from "./args.ts";

/** A default subnet is a 64th of the VPC: `/22` of a `/16`. */
export const DEFAULT_SUBNET_BITS = 6;

/** Blocks of a VPC's subnets, one of each kind per zone, in the order of the zones. */
export interface SubnetPlan {
  readonly cidrBlock: string;
  readonly zoneCount: number;
  readonly publicSubnetCidrBlocks: readonly string[];
  readonly privateSubnetCidrBlocks: readonly string[];
}

/** The args that decide the plan. */
export type SubnetPlanArgs = Pick<
  NewVpcArgs,
  | "cidrBlock"
  | "availabilityZoneCount"
  | "availabilityZoneNames"
  | "publicSubnetCidrBlocks"
  | "privateSubnetCidrBlocks"
>;

/** The subnets that the args ask for. A `cidrBlock` that is not a valid block gives no default subnets. */
export function planSubnets(args: SubnetPlanArgs): SubnetPlan {
  const cidrBlock = args.cidrBlock ?? VPC_DEFAULTS.cidrBlock;
  const zoneCount =
    args.availabilityZoneNames?.length ?? args.availabilityZoneCount ?? VPC_DEFAULTS.availabilityZoneCount;
  return {
    cidrBlock,
    zoneCount,
    publicSubnetCidrBlocks: args.publicSubnetCidrBlocks ?? defaultBlocks(cidrBlock, zoneCount, publicIndex),
    privateSubnetCidrBlocks:
      args.privateSubnetCidrBlocks ?? defaultBlocks(cidrBlock, zoneCount, privateIndex),
  };
}

/**
 * Which 64th of the VPC a zone's subnet is, whatever the number of zones: a block that moves is a subnet that is replaced,
 * and EC2 refuses the new one beside the old. The first three zones have the six blocks of a VPC of three zones.
 */
function publicIndex(zone: number): number {
  return zone < 3 ? zone : 2 * zone;
}

function privateIndex(zone: number): number {
  return zone < 3 ? zone + 3 : 2 * zone + 1;
}

function defaultBlocks(cidrBlock: string, zoneCount: number, indexOf: (zone: number) => number): string[] {
  const vpc = parseCidr(cidrBlock);
  if (vpc === undefined || vpc.subnetMask + DEFAULT_SUBNET_BITS > 32) return [];
  return Array.from({ length: Math.max(0, zoneCount) }, (_, zone) => indexOf(zone)).flatMap(
    (index) => blockAt(vpc, vpc.subnetMask + DEFAULT_SUBNET_BITS, index) ?? [],
  );
}
