import { blockAt, parseCidr } from "../shared/cidr.ts";
import type { NewVpcArgs } from "./args.ts";

/** Defaults of {@link NewVpcArgs}. */
export const VPC_DEFAULTS = {
  cidrBlock: "192.168.0.0/16",
  availabilityZoneCount: 3,
  natGateways: "none",
} as const;

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

/** The subnets that the args ask for. Of a `cidrBlock` that is none, there are no default subnets. */
export function planSubnets(args: SubnetPlanArgs): SubnetPlan {
  const cidrBlock = args.cidrBlock ?? VPC_DEFAULTS.cidrBlock;
  const zoneCount =
    args.availabilityZoneNames?.length ?? args.availabilityZoneCount ?? VPC_DEFAULTS.availabilityZoneCount;
  return {
    cidrBlock,
    zoneCount,
    publicSubnetCidrBlocks: args.publicSubnetCidrBlocks ?? defaultBlocks(cidrBlock, zoneCount, 0),
    privateSubnetCidrBlocks: args.privateSubnetCidrBlocks ?? defaultBlocks(cidrBlock, zoneCount, zoneCount),
  };
}

function defaultBlocks(cidrBlock: string, count: number, from: number): string[] {
  const vpc = parseCidr(cidrBlock);
  if (vpc === undefined || vpc.subnetMask + DEFAULT_SUBNET_BITS > 32) return [];
  const blocks: string[] = [];
  for (let index = from; index < from + count; index++) {
    const block = blockAt(vpc, vpc.subnetMask + DEFAULT_SUBNET_BITS, index);
    if (block === undefined) break;
    blocks.push(block);
  }
  return blocks;
}
