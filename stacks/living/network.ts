import * as aws from "@pulumi/aws";
import type { FoundCluster } from "../../components/index.ts";
import { componentNames } from "../names.ts";
import type { Outputs } from "./own-outputs.ts";
import { subnetsOf } from "./subnets.ts";

/** A subnet that an earlier update of this stack made. */
export interface LivingSubnet {
  readonly tier: "public" | "private";
  /** Place of its zone among the VPC's zones, from 0. */
  readonly place: number;
  readonly zone: string;
  readonly cidrBlock: string;
}

/** The network of the stack's cluster, before this update. */
export interface LivingNetwork {
  readonly vpcId: string;
  readonly cidrBlock: string;
  /** Whether the stack made the VPC. */
  readonly isOwn: boolean;
  /** Those that the stack made. */
  readonly subnets: readonly LivingSubnet[];
  /** Zones of the control plane; it has had them since its creation, as has the load balancer that came with it. */
  readonly controlPlaneZones: readonly string[];
}

/**
 * What AWS says of the network in which the stack's cluster lives.
 *
 * @param outputs of the stack's last update: they tell subnets apart whose names somebody took away.
 */
export async function readLivingNetwork(
  { name, vpcId, subnetIds }: FoundCluster,
  outputs: Outputs,
): Promise<LivingNetwork> {
  const [vpc, found] = await Promise.all([aws.ec2.getVpc({ id: vpcId }), subnetsOf(vpcId)]);
  const vpcName = componentNames(name).vpc;
  const named = found.some((subnet) => placeByName(vpcName, subnet) !== undefined);
  const isOwn = vpc.tags["Name"] === vpcName || named;
  return {
    vpcId,
    cidrBlock: vpc.cidrBlock,
    isOwn,
    subnets: found.flatMap((subnet) => {
      const place = placeByName(vpcName, subnet) ?? (isOwn ? placeByOutputs(outputs, subnet) : undefined);
      const { availabilityZone: zone, cidrBlock } = subnet;
      return place === undefined ? [] : [{ ...place, zone, cidrBlock }];
    }),
    controlPlaneZones: distinct(
      found.flatMap(({ id, availabilityZone }) => (subnetIds.includes(id) ? [availabilityZone] : [])),
    ),
  };
}

/** Zones by their places; a place that has no subnet any more ends the list. */
export function zonesInPlace({ subnets }: LivingNetwork): string[] {
  const zones: string[] = [];
  for (;;) {
    const subnet = subnets.find(({ tier, place }) => tier === "public" && place === zones.length);
    if (subnet === undefined) return zones;
    zones.push(subnet.zone);
  }
}

type Place = Pick<LivingSubnet, "tier" | "place">;

/** awsx names a subnet after the VPC, its tier and its zone's place, from 1. */
function placeByName(vpcName: string, { tags }: aws.ec2.GetSubnetResult): Place | undefined {
  for (const tier of ["public", "private"] as const) {
    const [start, number] = (tags["Name"] ?? "").split(`-${tier}-`);
    if (start === vpcName && /^\d+$/.test(number ?? "")) return { tier, place: Number(number) - 1 };
  }
  return undefined;
}

/** The stack gives out the ids of each tier in the order of the zones. */
function placeByOutputs(outputs: Outputs, { id }: aws.ec2.GetSubnetResult): Place | undefined {
  for (const tier of ["public", "private"] as const) {
    const ids = outputs[`${tier}SubnetIds`];
    const place = Array.isArray(ids) ? ids.indexOf(id) : -1;
    if (place >= 0) return { tier, place };
  }
  return undefined;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
