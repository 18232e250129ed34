import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Ids of zones in which EKS places no control plane; which letter such a zone has differs from account to account.
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
 */
const WITHOUT_CONTROL_PLANE = ["use1-az3", "usw1-az2", "cac1-az3"];

/** Zones of the provider's region, in the order of their names. */
export interface RegionZones {
  /** Names of those that a cluster can be in. */
  readonly usable: readonly string[];
  /** Ids of availability zones that EKS does not take, by their names. */
  readonly withoutControlPlane: Readonly<Record<string, string>>;
}

/** Asks AWS for the account's zones. Local Zones and Wavelength Zones are left out. */
export async function findZones(opts?: pulumi.InvokeOptions): Promise<RegionZones> {
  const { names, zoneIds } = await aws.getAvailabilityZones(
    { filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] },
    opts,
  );
  const refused = names.flatMap((name, index) => {
    const id = zoneIds[index] ?? "";
    return WITHOUT_CONTROL_PLANE.includes(id) ? [[name, id] as const] : [];
  });
  const withoutControlPlane = Object.fromEntries(refused);
  return { usable: names.filter((name) => !(name in withoutControlPlane)), withoutControlPlane };
}
