/** What of a primary must stay as it is while member stacks use it. */
import { fixedIngressValues, planSubnets } from "../../components/index.ts";
import { createIngressArgs } from "../component-args.ts";
import type { PrimaryConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";
import { componentNames } from "../names.ts";
import { planZones } from "../network/zones.ts";

/** Values by key, as a stack's file spells it; names that no key decides stand under names of their own. */
export type FixedValues = Readonly<Record<string, string>>;

/** Keys whose values are lists, which may grow at their end. */
export const GROWING: readonly string[] = [
  "vpc.publicSubnetCidrBlocks",
  "vpc.privateSubnetCidrBlocks",
  "vpc.availabilityZoneNames",
];

/** Stands for what has no part in the values. */
const LATER = { vpcId: "vpc-00000000000000000", backendSecurityGroupId: "sg-00000000000000000" };

/**
 * Values whose change would replace or delete the network, the load balancer or the target group of all clusters. Ten
 * values at most, as each becomes a tag.
 */
export function fixedValues(config: PrimaryConfig): FixedValues {
  const { clusterName } = config;
  const ingress = fixedIngressValues(
    componentNames(clusterName).ingress,
    createIngressArgs(config, clusterName, LATER),
  );
  return {
    clusterName,
    namespace: ingress.namespace,
    "ingress.scheme": ingress.scheme,
    "ingress.loadBalancerName": ingress.loadBalancerName,
    ingressName: ingress.ingressName,
    serviceName: ingress.serviceName,
    ...fixedNetworkValues(config),
  };
}

function fixedNetworkValues({ vpc }: PrimaryConfig): FixedValues {
  if (vpc.existing !== undefined) return { "vpc.existing.vpcId": vpc.existing.vpcId };
  const { cidrBlock, publicSubnetCidrBlocks, privateSubnetCidrBlocks } = planSubnets(vpc);
  return {
    "vpc.cidrBlock": cidrBlock,
    "vpc.publicSubnetCidrBlocks": publicSubnetCidrBlocks.join(" "),
    "vpc.privateSubnetCidrBlocks": privateSubnetCidrBlocks.join(" "),
  };
}

/** Zones of the subnets that the stack makes, in their order. */
export async function fixedZones(config: PrimaryConfig, living: Living): Promise<FixedValues> {
  if (config.vpc.existing !== undefined) return {};
  const { zones } = await planZones(config, living);
  return { "vpc.availabilityZoneNames": zones.join(" ") };
}
