/** What a change of a network would take from under a cluster that lives in it. */
import * as pulumi from "@pulumi/pulumi";
import { parseCidr, cidrsOverlap, blockAt } from "../../components/shared/cidr.ts";
import { DEFAULT_SUBNET_BITS, planSubnets } from "../../components/index.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { zonesInPlace, type LivingNetwork } from "../living/network.ts";

/** @param zones the zones that the network is to have, in their places; none for an existing VPC. */
export function livingNetworkProblems(
  config: OwnerConfig,
  zones: readonly string[],
  living: LivingNetwork,
): ConfigProblem[] {
  const moved = vpcProblems(config, living);
  if (moved.length > 0 || config.vpc.existing !== undefined) return moved;
  const misplaced = [...placeProblems(zones, living), ...controlPlaneProblems(config, zones, living)];
  return misplaced.length > 0 ? misplaced : blockProblems(config, zones, living);
}

/** A cluster, and the load balancer with it, stays in its VPC. */
function vpcProblems({ clusterName, vpc }: OwnerConfig, living: LivingNetwork): ConfigProblem[] {
  const { cidrBlock } = planSubnets(vpc);
  if (vpc.existing !== undefined) {
    return vpc.existing.vpcId === living.vpcId
      ? []
      : [
          {
            path: "vpc.existing.vpcId",
            reason: `is ${vpc.existing.vpcId}, but ${where(clusterName, living)}`,
          },
        ];
  }
  if (!living.isOwn) {
    const reason = `is not set, but ${where(clusterName, living)}`;
    return [{ path: "vpc.existing", reason }];
  }
  if (cidrBlock === living.cidrBlock) return [];
  return [{ path: "vpc.cidrBlock", reason: `is ${cidrBlock}, but ${where(clusterName, living)}` }];
}

function where(clusterName: string, { vpcId, cidrBlock }: LivingNetwork): string {
  return (
    `cluster "${clusterName}" lives in ${vpcId}, ${cidrBlock}, and another VPC would be another cluster and load balancer; ` +
    "set it back, or destroy the stack first"
  );
}

/** A subnet stays in its zone, and so the zone in its place. */
function placeProblems(zones: readonly string[], living: LivingNetwork): ConfigProblem[] {
  const present = zonesInPlace(living);
  const kept = present.slice(0, zones.length);
  if (kept.every((zone, place) => zone === zones[place])) return [];
  const added = zones.filter((zone) => !present.includes(zone));
  return [
    {
      path: "vpc.availabilityZoneNames",
      reason:
        `is ${zones.join(", ")}, but the subnets that are there are in ${present.join(", ")}, in this order; ` +
        `keep it, and put further zones after them: [${[...present, ...added].join(", ")}]`,
    },
  ];
}

/** EKS takes no zone from a control plane. */
function controlPlaneProblems(
  { clusterName, vpc }: OwnerConfig,
  zones: readonly string[],
  { controlPlaneZones }: LivingNetwork,
): ConfigProblem[] {
  const lost = controlPlaneZones.filter((zone) => !zones.includes(zone));
  if (lost.length === 0) return [];
  const key = vpc.availabilityZoneNames === undefined ? "availabilityZoneCount" : "availabilityZoneNames";
  return [
    {
      path: `vpc.${key}`,
      reason:
        `leaves ${lost.join(" and ")} out, where the control plane of cluster "${clusterName}" has been since its creation, ` +
        "and EKS does not move it; keep the zones",
    },
  ];
}

/** A subnet keeps its block: EC2 refuses its replacement, which overlaps what is there. */
function blockProblems(
  { vpc }: OwnerConfig,
  zones: readonly string[],
  living: LivingNetwork,
): ConfigProblem[] {
  const plan = planSubnets({ ...vpc, availabilityZoneNames: zones });
  const lists = (["public", "private"] as const).map((tier) => {
    const path = `${tier}SubnetCidrBlocks` as const;
    const present = zones.map((_, place) => blockOf(living, tier, place));
    const moves = plan[path].some((block, place) => present[place] !== undefined && present[place] !== block);
    return { path, planned: plan[path], present, moves };
  });
  if (!lists.some(({ moves }) => moves)) return [];
  const used = living.subnets.map(({ cidrBlock }) => cidrBlock);
  const lines = lists
    .filter(({ planned }) => planned.length > 0)
    .map(({ path, planned, present }) => {
      const blocks = present.map(
        (block, place) => block ?? freeBlock(living.cidrBlock, planned[place]!, used),
      );
      return `        ${path}: [${blocks.join(", ")}]`;
    });
  const moving = lists.filter(({ moves }) => moves);
  return moving.map(({ path, planned }, index) => ({
    path: `vpc.${path}`,
    reason:
      `would be ${planned.join(", ")}, but subnets that are there keep their blocks` +
      (index < moving.length - 1
        ? ""
        : `; write them into the stack's file:\n      ${pulumi.getProject()}:vpc:\n${lines.join("\n")}`),
  }));
}

function blockOf({ subnets }: LivingNetwork, tier: "public" | "private", place: number): string | undefined {
  return subnets.find((subnet) => subnet.tier === tier && subnet.place === place)?.cidrBlock;
}

/** The wanted block, or the first 64th of the VPC that overlaps nothing; it counts as used from then on. */
function freeBlock(vpcBlock: string, wanted: string, used: string[]): string {
  const vpc = parseCidr(vpcBlock)!;
  const candidates = [
    wanted,
    ...Array.from({ length: 2 ** DEFAULT_SUBNET_BITS }, (_, index) =>
      blockAt(vpc, vpc.subnetMask + DEFAULT_SUBNET_BITS, index)!,
    ),
  ];
  const isFree = (block: string) => !used.some((other) => cidrsOverlap(parseCidr(block)!, parseCidr(other)!));
  const found = candidates.find(isFree) ?? wanted;
  used.push(found);
  return found;
}
