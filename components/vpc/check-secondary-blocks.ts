import type { Address4 } from "ip-address";
import { MAX_VPC_BLOCKS, RESERVED_BLOCKS, restrictedRange, VPC_PREFIX } from "../../facts/vpc-blocks.ts";
import type { ArgsCheck } from "../shared/args-check.ts";
import { cidrsOverlap, parseCidr } from "../shared/cidr.ts";
import type { ResolvedNewVpcArgs } from "./resolve.ts";
import { POD_SUBNET_BITS } from "./subnet-plan.ts";

/** The smallest block whose parts AWS takes as subnets: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const SMALLEST_PREFIX = 28 - POD_SUBNET_BITS;

/** @param cidrBlock the block that the VPC is made with, if it can be. */
export function checkSecondaryBlocks(
  check: ArgsCheck<ResolvedNewVpcArgs>,
  cidrBlock: string | undefined,
): void {
  const { secondaryCidrBlocks: given } = check.args;
  const blocks = check.at("secondaryCidrBlocks")!;
  if (given.length >= MAX_VPC_BLOCKS) {
    const reason = `has ${given.length} blocks; a VPC has at most ${MAX_VPC_BLOCKS}, cidrBlock among them`;
    check.add("secondaryCidrBlocks", reason);
  }
  const present = cidrBlock === undefined ? [] : [cidrBlock];
  for (const [index, cidr] of given.entries()) {
    const block = blocks.cidr(index, "100.64.0.0/16");
    if (block === undefined) continue;
    const reason = sizeReason(block) ?? (cidrBlock === undefined ? undefined : rangeReason(block, present));
    if (reason === undefined) present.push(cidr);
    else blocks.add(index, `is ${cidr}${reason}`);
  }
}

function sizeReason({ subnetMask }: Address4): string | undefined {
  if (subnetMask >= VPC_PREFIX.min && subnetMask <= SMALLEST_PREFIX) return undefined;
  return `; use /${VPC_PREFIX.min} to /${SMALLEST_PREFIX}, as a VPC takes and as leaves each zone an eighth that is a subnet`;
}

/** @param present blocks of the VPC, that which it is made with first. */
function rangeReason(block: Address4, present: readonly string[]): string | undefined {
  const reserved = reservedRange(block);
  if (reserved !== undefined) return `, in ${reserved}, which AWS keeps; use one such as 100.64.0.0/16`;
  const other = present.find((one) => cidrsOverlap(block, parseCidr(one)!));
  if (other !== undefined) return `, which overlaps ${other}; use blocks apart`;
  const range = restrictedRange(block.address, present);
  if (range === undefined) return undefined;
  return `, in ${range}, of which AWS takes none beside ${present[0]!}; use one of 100.64.0.0/10, or of the same private range`;
}

/** The range that AWS keeps and that a block is in. */
export function reservedRange(block: Address4): string | undefined {
  return RESERVED_BLOCKS.find((reserved) => cidrsOverlap(block, parseCidr(reserved)!));
}
