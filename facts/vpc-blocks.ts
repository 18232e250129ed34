/**
 * Which IPv4 blocks a VPC can have: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html and
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html.
 */
import { Address4 } from "ip-address";

/** Sizes of a block, both allowed. */
export const VPC_PREFIX = { min: 16, max: 28 } as const;

/** Blocks of a VPC, with the one that it is made with. */
export const MAX_VPC_BLOCKS = 5;

/** What no block may be in. */
export const RESERVED_BLOCKS = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"] as const;

/** Of RFC 1918. */
const [LARGE, MIDDLE, SMALL] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] as const;
const BENCHMARKS = "198.19.0.0/16";

/** By the range of the block that the VPC is made with, what no further block may be in; the last row is for all others. */
const RESTRICTED: readonly (readonly [string, readonly string[]])[] = [
  [LARGE, [MIDDLE, SMALL, BENCHMARKS]],
  [MIDDLE, [LARGE, SMALL, "172.31.0.0/16", BENCHMARKS]],
  [SMALL, [LARGE, MIDDLE, BENCHMARKS]],
  [BENCHMARKS, [LARGE, MIDDLE, SMALL]],
  ["0.0.0.0/0", [LARGE, MIDDLE, SMALL, BENCHMARKS]],
];

/**
 * The range that a further block is in, and must not be.
 *
 * @param present blocks of the VPC, that which it is made with first.
 */
export function restrictedRange(block: string, present: readonly string[]): string | undefined {
  const [first = ""] = present;
  const [, ranges] = RESTRICTED.find(([range]) => isIn(first, range))!;
  const [near, start] = ["10.0.0.0/15", "10.0.0.0/16"];
  const ofAny = present.some((one) => isIn(one, near)) ? [start] : [];
  return [...ranges, ...ofAny].find((range) => isIn(block, range));
}

function isIn(block: string, range: string): boolean {
  return new Address4(block).isInSubnet(new Address4(range));
}
