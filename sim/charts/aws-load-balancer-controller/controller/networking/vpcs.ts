import { Address4 } from "ip-address";
import type { Clock } from "../../../../core/clock.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
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
    const cidrs = this.#cache.getOrFind(vpcId, () => {
      const { Vpcs } = this.#aws.call("ec2", "DescribeVpcs", { VpcIds: [vpcId] });
      return (Vpcs[0]?.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock);
    });
    return cidrs.some((cidr) => new Address4(ip).isInSubnet(new Address4(cidr)));
  }
}
