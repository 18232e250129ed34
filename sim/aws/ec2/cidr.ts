import { Address4 } from "ip-address";

/** An IPv4 block with its first and last address as numbers. */
export interface Block {
  /** Network address and prefix length, with the host bits cleared: `192.168.0.0/22`. */
  readonly cidr: string;
  readonly prefixLength: number;
  readonly first: number;
  readonly last: number;
}

/** The block that `cidr` names, or undefined if it is not a valid IPv4 block. Host bits are cleared, as EC2 does. */
export function parseBlock(cidr: string): Block | undefined {
  if (!cidr.includes("/") || !Address4.isValid(cidr)) return undefined;
  const address = new Address4(cidr);
  return {
    cidr: address.networkForm(),
    prefixLength: address.subnetMask,
    first: Number(address.startAddress().bigInt()),
    last: Number(address.endAddress().bigInt()),
  };
}

/** Blocks that were asked for: records have few different ones, which every health check and every new address needs. */
const known = new Map<string, Block>();

/** The block of a record, whose CIDR was checked when it was made. */
export function blockOf(cidr: string): Block {
  const block = known.get(cidr) ?? parseBlock(cidr);
  if (block === undefined) throw new TypeError(`not an IPv4 block: ${cidr}`);
  known.set(cidr, block);
  return block;
}

/** How many addresses the block has. */
export function sizeOf(block: Block): number {
  return block.last - block.first + 1;
}

/** Whether `inner` lies wholly in `outer`. */
export function containsBlock(outer: Block, inner: Block): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether the blocks have any address in common. */
export function overlaps(a: Block, b: Block): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Whether an address, as a number, lies in the block. */
export function containsAddress(block: Block, address: number): boolean {
  return block.first <= address && address <= block.last;
}

/** An IPv4 address as a number, or undefined if the text is not one. */
export function parseAddress(address: string): number | undefined {
  if (address.includes("/") || !Address4.isValid(address)) return undefined;
  return addressNumber(address);
}

/** The number of an address that is known to be one: the quick way, for records by the thousand. */
export function addressNumber(address: string): number {
  return address.split(".").reduce((number, octet) => number * 256 + Number(octet), 0);
}

/** `192.168.0.10` from its number. */
export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}
