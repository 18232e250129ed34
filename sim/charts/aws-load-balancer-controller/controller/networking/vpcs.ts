import { Address4 } from "ip-address";
import type { Clock } from "../../../../core/clock.ts";
import type { Aws } from "../aws/client.ts";
import { ExpiringCache } from "../aws/expiring-cache.ts";

const CACHE_MS = 600_000;

/** Address ranges of VPCs, remembered for ten minutes. */
export class Vpcs {
  readonly #aws: Aws;
  readonly #cache: ExpiringCache<readonly string[]>;

  constructor(aws: Aws, clock: Clock) {
    this.#aws = aws;
    this.#cache = new ExpiringCache(clock, CACHE_MS);
  }

  /** Whether an address belongs to a VPC's IPv4 ranges. */
  contains(vpcId: string, ip: string): boolean {
    return this.#cidrs(vpcId).some((cidr) => new Address4(ip).isInSubnet(new Address4(cidr)));
  }

  #cidrs(vpcId: string): readonly string[] {
    const cached = this.#cache.get(vpcId);
    if (cached !== undefined) return cached;
    const { Vpcs } = this.#aws.call("ec2", "DescribeVpcs", { VpcIds: [vpcId] });
    const cidrs = (Vpcs[0]?.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock);
    this.#cache.set(vpcId, cidrs);
    return cidrs;
  }
}
