import * as aws from "@pulumi/aws";
import { ConfigError } from "../config/config.ts";
import type { StackConfig } from "../config/stack-config.ts";
import type { Outputs } from "../own-outputs.ts";

/**
 * Refuses `ingress.subnetIds` that take a zone from the living load balancer, before anything is registered. Targets there,
 * those of members too, would get no more requests (Target.NotInUse), and their readiness gates would keep their nodes
 * from being drained. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 *
 * @param outputs of the stack's last update.
 * @throws ConfigError
 */
export async function refuseLostZones(config: StackConfig, outputs: Outputs): Promise<void> {
  const { loadBalancerArn: arn } = outputs;
  const wanted = config.role === "primary" ? config.ingress.subnetIds : undefined;
  if (wanted === undefined || typeof arn !== "string") return;
  const present = await zonesOfLoadBalancer(arn);
  const zones = await orNothing(zonesOf(wanted));
  // A subnet that is not there is refused by AWS, and the controller says so.
  if (present === undefined || zones === undefined) return;
  const lost = present.filter((zone) => !zones.includes(zone));
  if (lost.length === 0) return;
  throw new ConfigError([
    {
      path: "ingress.subnetIds",
      reason:
        `leaves ${lost.join(" and ")} out, where the load balancer has targets of this stack or of members; ` +
        "add a subnet of each zone that it has, or leave the key out",
    },
  ]);
}

/** Undefined for a load balancer that is gone: there is nothing to lose. */
async function zonesOfLoadBalancer(arn: string): Promise<string[] | undefined> {
  const found = await orNothing(aws.lb.getLoadBalancer({ arn }));
  return found && orNothing(zonesOf(found.subnets));
}

/** Undefined for what AWS does not find. */
async function orNothing<T>(lookUp: Promise<T>): Promise<T | undefined> {
  try {
    return await lookUp;
  } catch {
    return undefined;
  }
}

async function zonesOf(subnetIds: readonly string[]): Promise<string[]> {
  const subnets = await Promise.all(subnetIds.map((id) => aws.ec2.getSubnet({ id })));
  return subnets.map(({ availabilityZone }) => availabilityZone).sort();
}
