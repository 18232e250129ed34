import type { Aws } from "../../../aws-sdk-go/client.ts";

/** Types of availability zones by id; what AWS said is kept for good. */
export class Zones {
  readonly #aws: Aws;
  readonly #types = new Map<string, string>();

  constructor(aws: Aws) {
    this.#aws = aws;
  }

  /** `availability-zone`, `local-zone` or `wavelength-zone`. */
  typeOf(zoneId: string): string {
    const known = this.#types.get(zoneId);
    if (known !== undefined) return known;
    const { AvailabilityZones } = this.#aws.call("ec2", "DescribeAvailabilityZones", { ZoneIds: [zoneId] });
    const type = AvailabilityZones[0]?.ZoneType ?? "";
    this.#types.set(zoneId, type);
    return type;
  }
}
