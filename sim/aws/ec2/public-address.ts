import type { Cloud } from "../../core/cloud.ts";
import { formatAddress } from "./cidr.ts";
import type { PublicAddress } from "./records.ts";
import { ec2State } from "./state.ts";

/**
 * Public addresses come from 198.18.0.0/15, which RFC 2544 sets aside for benchmarks: no simulated address is ever
 * somebody's real one.
 */
const POOL_START = 198 * 2 ** 24 + 18 * 2 ** 16;
const POOL_SIZE = 2 ** 17;

/** A public address that nobody in the account has. */
export function newPublicIp(cloud: Cloud): string {
  const used = new Set([
    ...ec2State(cloud)
      .addresses.values()
      .map(({ PublicIp }) => PublicIp),
    ...ec2State(cloud)
      .networkInterfaces.values()
      .flatMap(({ PrivateIpAddresses }) =>
        PrivateIpAddresses.map(({ Association }) => Association?.PublicIp),
      ),
  ]);
  for (;;) {
    const address = formatAddress(POOL_START + (Number.parseInt(cloud.ids.hex(8), 16) % POOL_SIZE));
    if (!used.has(address)) return address;
  }
}

/** An address of AWS's own pool, as instances in public subnets and internet-facing load balancers get. */
export function poolAddress(cloud: Cloud, owner: string): PublicAddress {
  const PublicIp = newPublicIp(cloud);
  return { PublicIp, PublicDnsName: publicDnsName(cloud, PublicIp), IpOwnerId: owner };
}

/** `ec2-198-18-0-1.ap-northeast-2.compute.amazonaws.com`; in us-east-1 `….compute-1.amazonaws.com`. */
export function publicDnsName(cloud: Cloud, address: string): string {
  const compute = cloud.region === "us-east-1" ? "compute-1" : `${cloud.region}.compute`;
  return `ec2-${address.replaceAll(".", "-")}.${compute}.${cloud.dnsSuffix}`;
}
