/** Which addresses of a subnet its network interfaces use, and which are free. */
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { addressNumber, blockOf, containsAddress, formatAddress, parseAddress } from "./cidr.ts";
import { invalidParameter, invalidValue } from "./errors.ts";
import type { NetworkInterface, Subnet } from "./records.ts";
import { ec2State } from "./state.ts";

/** Addresses in a delegated prefix, a /28. */
export const PREFIX_SIZE = 16;
/** AWS keeps the network address, the router's, the DNS server's and one more, and the last. */
const RESERVED_AT_START = 4;

/** How many addresses of the subnet are in use. */
export function addressesUsedIn(cloud: Cloud, subnetId: string): number {
  return interfacesIn(cloud, subnetId)
    .map(
      ({ PrivateIpAddresses, Ipv4Prefixes }) => PrivateIpAddresses.length + Ipv4Prefixes.length * PREFIX_SIZE,
    )
    .reduce((sum, count) => sum + count, 0);
}

/**
 * The lowest `count` free addresses.
 *
 * @throws AwsError InsufficientFreeAddressesInSubnet
 */
export function takeAddresses(cloud: Cloud, subnet: Subnet, count: number): string[] {
  const used = usedAddresses(cloud, subnet.SubnetId);
  const { first, last } = usable(subnet);
  const taken: string[] = [];
  for (let address = first; address <= last && taken.length < count; address++) {
    if (!used.has(address)) taken.push(formatAddress(address));
  }
  if (taken.length < count) {
    throw new AwsError(
      "InsufficientFreeAddressesInSubnet",
      "The specified subnet does not have enough free addresses to satisfy the request.",
    );
  }
  return taken;
}

/**
 * Checks addresses that a request asks for by name.
 *
 * @throws AwsError InvalidParameterValue for one outside of the subnet, InvalidIPAddress.InUse for one in use.
 */
export function checkAddresses(cloud: Cloud, subnet: Subnet, addresses: readonly string[]): void {
  const used = usedAddresses(cloud, subnet.SubnetId);
  const block = blockOf(subnet.CidrBlock);
  const { first, last } = usable(subnet);
  for (const address of addresses) {
    const number = parseAddress(address);
    if (number === undefined) throw invalidParameter("privateIpAddress", address, "Invalid IPv4 address.");
    if (!containsAddress(block, number)) {
      throw invalidValue(`Address ${address} does not fall within the subnet's address range`);
    }
    if (number < first || number > last) {
      throw invalidValue(`Address ${address} is in subnet's reserved address range`);
    }
    if (used.has(number)) throw new AwsError("InvalidIPAddress.InUse", `Address ${address} is in use.`);
  }
}

/**
 * The lowest `count` free /28 prefixes, each in line with its own size.
 *
 * @param besides addresses that the same request takes.
 * @throws AwsError InsufficientCidrBlocks
 */
export function takePrefixes(
  cloud: Cloud,
  subnet: Subnet,
  count: number,
  besides: readonly string[] = [],
): string[] {
  const used = usedAddresses(cloud, subnet.SubnetId);
  for (const address of besides) used.add(addressNumber(address));
  const { first, last } = usable(subnet);
  const taken: string[] = [];
  const start = Math.ceil(first / PREFIX_SIZE) * PREFIX_SIZE;
  for (let base = start; base + PREFIX_SIZE - 1 <= last && taken.length < count; base += PREFIX_SIZE) {
    const addresses = Array.from({ length: PREFIX_SIZE }, (_, index) => base + index);
    if (!addresses.some((address) => used.has(address))) taken.push(`${formatAddress(base)}/28`);
  }
  if (taken.length < count) {
    throw new AwsError(
      "InsufficientCidrBlocks",
      "The specified subnet does not have enough free cidr blocks to satisfy the request.",
    );
  }
  return taken;
}

function interfacesIn(cloud: Cloud, subnetId: string): NetworkInterface[] {
  return ec2State(cloud).networkInterfaces.where((eni) => eni.SubnetId === subnetId);
}

function usedAddresses(cloud: Cloud, subnetId: string): Set<number> {
  const used = new Set<number>();
  for (const { PrivateIpAddresses, Ipv4Prefixes } of interfacesIn(cloud, subnetId)) {
    for (const { PrivateIpAddress } of PrivateIpAddresses) used.add(addressNumber(PrivateIpAddress));
    for (const { Ipv4Prefix } of Ipv4Prefixes) {
      const { first, last } = blockOf(Ipv4Prefix);
      for (let address = first; address <= last; address++) used.add(address);
    }
  }
  return used;
}

function usable(subnet: Subnet): { first: number; last: number } {
  const { first, last } = blockOf(subnet.CidrBlock);
  return { first: first + RESERVED_AT_START, last: last - 1 };
}
