import * as aws from "@pulumi/aws";
import { ifThere } from "../../components/shared/if-there.ts";
import { ConfigError } from "../config/config.ts";
import { subnetsOfClass } from "../apps/ownership.ts";
import type { StackConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";
import type { Outputs } from "../living/own-outputs.ts";
import { describeSubnets, subnetIdsOf } from "../living/subnets.ts";
import { told } from "../living/told.ts";

/**
 * Refuses subnets that take a zone from the living load balancer, before anything is registered. Targets there,
 * those of members too, would get no more requests (Target.NotInUse), and their readiness gates would keep their nodes
 * from being drained. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 *
 * @throws ConfigError
 */
export async function refuseLostZones(config: StackConfig, { outputs }: Living): Promise<void> {
  const { loadBalancerArn: arn } = outputs;
  const wanted = wantedSubnets(config, outputs);
  if (wanted === undefined || typeof arn !== "string") return;
  const { path } = wanted;
  const lost = await told(`whether ${path} leaves out zones of the load balancer`, lostZones(arn, wanted));
  if (lost === undefined || lost.length === 0) return;
  throw new ConfigError([
    {
      path,
      reason:
        `leaves ${lost.join(" and ")} out, where the load balancer has targets of this stack or of members; ` +
        "add a subnet of each zone that it has, or leave the key out",
    },
  ]);
}

/** Subnets that a key names, and which key it is. */
interface WantedSubnets {
  readonly path: string;
  readonly ids: () => Promise<readonly string[]>;
}

/** What the Ingress's class decides goes before what the Ingress says. */
function wantedSubnets(config: StackConfig, { vpcId }: Outputs): WantedSubnets | undefined {
  if (config.role === "member") return undefined;
  const { ids, tags } = subnetsOfClass(config) ?? {};
  const path = "controller.ingressClass.subnets";
  if (tags !== undefined) return { path: `${path}.tags`, ids: () => subnetIdsOf(String(vpcId), tags) };
  if (ids !== undefined) return { path: `${path}.ids`, ids: () => Promise.resolve(ids) };
  const { subnetIds } = config.ingress;
  return subnetIds && { path: "ingress.subnetIds", ids: () => Promise.resolve(subnetIds) };
}

/** None of a load balancer that is gone. A subnet that is not there is refused by AWS, and the controller says so. */
async function lostZones(loadBalancerArn: string, { ids }: WantedSubnets): Promise<string[]> {
  const loadBalancer = await ifThere(aws.lb.getLoadBalancer({ arn: loadBalancerArn }));
  if (loadBalancer === undefined) return [];
  const [present, zones] = await Promise.all([zonesOf(loadBalancer.subnets), ids().then(zonesOf)]);
  if (present === undefined || zones === undefined) return [];
  return present.filter((zone) => !zones.includes(zone));
}

/** Undefined if one of the subnets is not there. */
async function zonesOf(subnetIds: readonly string[]): Promise<string[] | undefined> {
  const subnets = await ifThere(describeSubnets(subnetIds));
  return subnets?.map(({ availabilityZone }) => availabilityZone).sort();
}
