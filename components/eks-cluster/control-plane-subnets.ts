import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LivingCluster } from "./living-cluster.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

/**
 * Subnets of the control plane: all of its tier for a new cluster. A living one keeps the zones of its creation, as EKS
 * neither adds one nor takes one away; zones that the network got later serve nodes and pods.
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export function controlPlaneSubnetIds(
  parent: pulumi.Resource,
  { controlPlaneSubnets, network }: ResolvedEksClusterArgs,
  living: LivingCluster,
): pulumi.Output<string[]> {
  const tier = pulumi.output(
    controlPlaneSubnets === "public" ? network.publicSubnetIds : network.privateSubnetIds,
  );
  return pulumi.output(living).apply((cluster) => {
    if (cluster === undefined) return tier;
    const present = cluster.subnetIds;
    return firstOf(tier, present.length).apply((first) =>
      haveSame(first, present) ? pulumi.output(first) : tier.apply((all) => inZonesOf(present, all, parent)),
    );
  });
}

/** Known in a preview that adds a zone, when the whole list is not. */
function firstOf(list: pulumi.Output<string[]>, count: number): pulumi.Output<string[]> {
  return pulumi.all(Array.from({ length: count }, (_, index) => list[index]!));
}

async function inZonesOf(
  present: readonly string[],
  tier: readonly string[],
  parent: pulumi.Resource,
): Promise<string[]> {
  const kept = tier.filter((id) => present.includes(id));
  if (kept.length === present.length) return kept;
  const zoneOf = async (id: string) => (await aws.ec2.getSubnet({ id }, { parent })).availabilityZone;
  const zones = await Promise.all(present.map(zoneOf));
  const candidates = await Promise.all(tier.map(async (id) => ({ id, zone: await zoneOf(id) })));
  return candidates.flatMap(({ id, zone }) => (zones.includes(zone) ? [id] : []));
}

function haveSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
