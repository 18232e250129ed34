/** What the network of a stack becomes: known, checked and compared with what lives, before anything is registered. */
import {
  existingNetworkProblems,
  findExistingNetwork,
  NODE_GROUP_DEFAULTS,
  type FoundSubnet,
  type Vpc,
  type VpcArgs,
} from "../../components/index.ts";
import type * as pulumi from "@pulumi/pulumi";
import { subnetsOfClass } from "../apps/ownership.ts";
import { ConfigError } from "../config/config.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";
import { zonesInPlace, type LivingNetwork } from "../living/network.ts";
import { livingNetworkProblems } from "./changes.ts";
import { endpointProblems } from "./endpoints.ts";
import { planZones } from "./zones.ts";

/** What an existing VPC has that names none. */
const NO_PRIVATE = { privateSubnetIds: [] };

export interface NetworkPlan {
  readonly vpc: VpcArgs;
  /**
   * Subnets to name on the Ingress, one per zone, where the load balancer that came with the cluster is in other zones than
   * the network: AWS Load Balancer Controller leaves it where it is unless it is told to move. Else undefined.
   */
  readonly loadBalancerSubnets?: ((vpc: Vpc) => readonly pulumi.Input<string>[]) | undefined;
  /** Subnets for a load balancer that Pulumi makes: those that suit its scheme, one per zone. */
  readonly ownLoadBalancerSubnets: (vpc: Vpc) => readonly pulumi.Input<string>[];
}

/** @throws ConfigError for what AWS would refuse, or what would take the network from under what lives in it. */
export async function planNetwork(config: OwnerConfig, living: Living): Promise<NetworkPlan> {
  return config.vpc.existing === undefined
    ? planNewVpc(config, living)
    : planExisting(config, await living.network());
}

async function planNewVpc(config: OwnerConfig, living: Living): Promise<NetworkPlan> {
  const network = await living.network();
  const { zones, problems } = await planZones(config, living);
  refuse(problems);
  refuse(network === undefined ? [] : livingNetworkProblems(config, zones, network));
  const { availabilityZoneCount: _count, existing: _existing, ...vpc } = config.vpc;
  const isElsewhere =
    network !== undefined &&
    subnetsOfClass(config) === undefined &&
    !(isIn(zones, network) && haveSame(zones, zonesInPlace(network)));
  return {
    vpc: { ...vpc, availabilityZoneNames: zones, tags: config.tags },
    loadBalancerSubnets: isElsewhere ? (made) => madeSubnets(config, zones, made) : undefined,
    ownLoadBalancerSubnets: (made) => madeSubnets(config, zones, made),
  };
}

async function planExisting(config: OwnerConfig, living: LivingNetwork | undefined): Promise<NetworkPlan> {
  const existing = config.vpc.existing!;
  const found = await findExistingNetwork(existing);
  const publicNodes =
    config.role === "primary" &&
    config.nodeGroups.some(({ subnets }) => (subnets ?? NODE_GROUP_DEFAULTS.subnets) === "public");
  const problems = existingNetworkProblems(found, { publicNodes });
  refuse([
    ...problems.map(({ path, reason }) => ({ path: `vpc.${path}`, reason })),
    ...(living === undefined ? [] : livingNetworkProblems(config, [], living)),
  ]);
  if (config.role === "primary") refuse(await endpointProblems(config, { ...NO_PRIVATE, ...existing }));
  const subnets = onePerZone(config.ingress.scheme === "internal" ? found.private : found.public);
  const isElsewhere =
    living !== undefined &&
    subnetsOfClass(config) === undefined &&
    subnets.length > 1 &&
    !isIn(zonesOf(subnets), living);
  return {
    vpc: { existing },
    loadBalancerSubnets: isElsewhere ? () => subnets.map(({ id }) => id) : undefined,
    ownLoadBalancerSubnets: () => subnets.map(({ id }) => id),
  };
}

/** Subnets that the stack makes, each known as soon as it is there. */
function madeSubnets({ ingress, vpc }: OwnerConfig, zones: readonly string[], made: Vpc) {
  const isInternal = ingress.scheme === "internal" && vpc.privateSubnetCidrBlocks?.length !== 0;
  const ids = isInternal ? made.privateSubnetIds : made.publicSubnetIds;
  return zones.map((_, place) => ids[place]!);
}

function onePerZone(subnets: readonly FoundSubnet[]): FoundSubnet[] {
  const zones = zonesOf(subnets);
  return subnets.filter(({ availabilityZone }, index) => zones.indexOf(availabilityZone) === index);
}

function zonesOf(subnets: readonly FoundSubnet[]): string[] {
  return subnets.map(({ availabilityZone }) => availabilityZone);
}

/** Whether the load balancer that came with the cluster is in these zones. */
function isIn(zones: readonly string[], { controlPlaneZones }: LivingNetwork): boolean {
  return haveSame(zones, controlPlaneZones);
}

function haveSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((zone) => b.includes(zone));
}

function refuse(problems: readonly ConfigProblem[]): void {
  if (problems.length > 0) throw new ConfigError(problems);
}
