import { blockAt, parseCidr } from "../shared/cidr.ts";
import { VPC_DEFAULTS, type NewVpcArgs } from "./args.ts";

/** A default subnet is a 64th of the VPC: `/22` of a `/16`. */
export const DEFAULT_SUBNET_BITS = 6;

/** A pods' subnet is an eighth of its block: a zone that comes later has a place there, for no region has more than six. */
export const POD_SUBNET_BITS = 3;

/** Blocks of a VPC's subnets, one of each kind per zone, in the order of the zones. */
export interface SubnetPlan {
  readonly cidrBlock: string;
  readonly zoneCount: number;
  readonly publicSubnetCidrBlocks: readonly string[];
  readonly privateSubnetCidrBlocks: readonly string[];
  /** Those of pods, for each further block of the VPC. */
  readonly podSubnetCidrBlocks: readonly (readonly string[])[];
}

/** The args that decide the plan. */
export type SubnetPlanArgs = Pick<
  NewVpcArgs,
  | "cidrBlock"
  | "availabilityZoneCount"
  | "availabilityZoneNames"
  | "publicSubnetCidrBlocks"
  | "privateSubnetCidrBlocks"
  | "secondaryCidrBlocks"
>;

/** The subnets that the args ask for. A `cidrBlock` that is not a valid block gives no default subnets. */
export function planSubnets(args: SubnetPlanArgs): SubnetPlan {
  const cidrBlock = args.cidrBlock ?? VPC_DEFAULTS.cidrBlock;
  const zoneCount =
    args.availabilityZoneNames?.length ?? args.availabilityZoneCount ?? VPC_DEFAULTS.availabilityZoneCount;
  return {
    cidrBlock,
    zoneCount,
    publicSubnetCidrBlocks:
      args.publicSubnetCidrBlocks ?? blocksOf(cidrBlock, DEFAULT_SUBNET_BITS, zoneCount, publicIndex),
    privateSubnetCidrBlocks:
      args.privateSubnetCidrBlocks ?? blocksOf(cidrBlock, DEFAULT_SUBNET_BITS, zoneCount, privateIndex),
    podSubnetCidrBlocks: (args.secondaryCidrBlocks ?? []).map((block) =>
      blocksOf(block, POD_SUBNET_BITS, zoneCount, (zone) => zone),
    ),
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

/** A part of a block for each zone, by its place in the block; smaller by so many bits. */
function blocksOf(
  cidrBlock: string,
  bits: number,
  zoneCount: number,
  indexOf: (zone: number) => number,
): string[] {
  const block = parseCidr(cidrBlock);
  if (block === undefined || block.subnetMask + bits > 32) return [];
  return Array.from({ length: Math.max(0, zoneCount) }, (_, zone) => indexOf(zone)).flatMap(
    (index) => blockAt(block, block.subnetMask + bits, index) ?? [],
  );
}
