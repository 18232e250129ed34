/** What of a primary must stay as it is while member stacks use it. */
import { LOAD_BALANCER_DEFAULTS, planSubnets } from "../../components/index.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";
import { NAMES } from "../names.ts";
import { planZones } from "../network/zones.ts";

/** Values by key, as a stack's file spells it; names that no key decides stand under names of their own. */
export type FixedValues = Readonly<Record<string, string>>;

/** Keys whose values are lists, which may grow at their end. */
export const GROWING: readonly string[] = [
  "vpc.publicSubnetCidrBlocks",
  "vpc.privateSubnetCidrBlocks",
  "vpc.availabilityZoneNames",
];

/**
 * Values whose change would replace or delete the network, the load balancer or the target group of all clusters. A load
 * balancer of Pulumi would take its target groups along, but gets another DNS name: clients fail until they have it. Ten values
 * at most, as each becomes a tag.
 */
export function fixedValues(config: OwnerConfig): FixedValues {
  const { clusterName, namespace, ingress, role } = config;
  return {
    ...(role === "edge" ? { edgeName: clusterName } : { clusterName, namespace }),
    "ingress.scheme": ingress.scheme ?? LOAD_BALANCER_DEFAULTS.scheme,
    "ingress.loadBalancerName": ingress.loadBalancerName ?? "",
    ...(role === "primary" && { ingressName: NAMES.ingress }),
    "ingress.groupName": ingress.groupName ?? "",
    ...fixedNetworkValues(config),
  };
}

function fixedNetworkValues({ vpc }: OwnerConfig): FixedValues {
  if (vpc.existing !== undefined) return { "vpc.existing.vpcId": vpc.existing.vpcId };
  const { cidrBlock, publicSubnetCidrBlocks, privateSubnetCidrBlocks } = planSubnets(vpc);
  return {
    "vpc.cidrBlock": cidrBlock,
    "vpc.publicSubnetCidrBlocks": publicSubnetCidrBlocks.join(" "),
    "vpc.privateSubnetCidrBlocks": privateSubnetCidrBlocks.join(" "),
  };
}

/** Zones of the subnets that the stack makes, in their order. */
export async function fixedZones(config: OwnerConfig, living: Living): Promise<FixedValues> {
  if (config.vpc.existing !== undefined) return {};
  const { zones } = await planZones(config, living);
  return { "vpc.availabilityZoneNames": zones.join(" ") };
}
