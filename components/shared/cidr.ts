import { Address4 } from "ip-address";

/**
 * The IPv4 block that `cidr` writes in its canonical form (`192.168.4.0/22`), or undefined: EC2 would clear host
 * bits silently, and the block that one gets would not be the one that was written.
 */
export function parseCidr(cidr: string): Address4 | undefined {
  return canonicalCidr(cidr) === cidr ? new Address4(cidr) : undefined;
}

/**
 * The block that an address with a prefix is in (`10.0.7.1/16` is in `10.0.0.0/16`), or undefined if the text is not an
 * address with a prefix.
 */
export function canonicalCidr(cidr: string): string | undefined {
  if (!/^[0-9.]+\/\d+$/.test(cidr) || !Address4.isValid(cidr)) return undefined;
  const address = new Address4(cidr);
  return `${address.startAddress().correctForm()}/${address.subnetMask}`;
}

export function cidrsOverlap(a: Address4, b: Address4): boolean {
  return a.isInSubnet(b) || b.isInSubnet(a);
}

/** Block number `index` of size `/prefixLength` in `block`, counted from its start; undefined beyond its end. */
export function blockAt(block: Address4, prefixLength: number, index: number): string | undefined {
  const size = 2n ** BigInt(32 - prefixLength);
  const start = block.startAddress().bigInt() + BigInt(index) * size;
  if (start + size - 1n > block.endAddress().bigInt()) return undefined;
  return `${Address4.fromBigInt(start).correctForm()}/${prefixLength}`;
}

/** The block with the fewest addresses for network interfaces, of those that are blocks. */
export function smallestSubnet(cidrBlocks: readonly string[]) {
  const subnets = cidrBlocks.flatMap((cidrBlock) => {
    const block = parseCidr(cidrBlock);
    return block === undefined ? [] : [{ cidrBlock, addresses: usableAddresses(block) }];
  });
  return subnets.sort((a, b) => a.addresses - b.addresses).at(0);
}

/**
 * Addresses that a subnet offers to network interfaces: AWS keeps the first four and the last one.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function usableAddresses(block: Address4): number {
  return 2 ** (32 - block.subnetMask) - 5;
}
