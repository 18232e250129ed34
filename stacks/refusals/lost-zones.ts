import * as aws from "@pulumi/aws";
import { ifThere } from "../../components/shared/if-there.ts";
import { ConfigError } from "../config/config.ts";
import type { StackConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";
import { told } from "../living/told.ts";

/**
 * Refuses `ingress.subnetIds` that take a zone from the living load balancer, before anything is registered. Targets there,
 * those of members too, would get no more requests (Target.NotInUse), and their readiness gates would keep their nodes
 * from being drained. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 *
 * @throws ConfigError
 */
export async function refuseLostZones(config: StackConfig, { outputs }: Living): Promise<void> {
  const { loadBalancerArn: arn } = outputs;
  const wanted = config.role !== "member" ? config.ingress.subnetIds : undefined;
  if (wanted === undefined || typeof arn !== "string") return;
  const lost = await told(
    "whether ingress.subnetIds leaves out zones of the load balancer",
    lostZones(arn, wanted),
  );
  if (lost === undefined || lost.length === 0) return;
  throw new ConfigError([
    {
      path: "ingress.subnetIds",
      reason:
        `leaves ${lost.join(" and ")} out, where the load balancer has targets of this stack or of members; ` +
        "add a subnet of each zone that it has, or leave the key out",
    },
  ]);
}

/** None of a load balancer that is gone. A subnet that is not there is refused by AWS, and the controller says so. */
async function lostZones(loadBalancerArn: string, subnetIds: readonly string[]): Promise<string[]> {
  const loadBalancer = await ifThere(aws.lb.getLoadBalancer({ arn: loadBalancerArn }));
  if (loadBalancer === undefined) return [];
  const [present, zones] = await Promise.all([zonesOf(loadBalancer.subnets), zonesOf(subnetIds)]);
  if (present === undefined || zones === undefined) return [];
  return present.filter((zone) => !zones.includes(zone));
}

/** Undefined if one of the subnets is not there. */
async function zonesOf(subnetIds: readonly string[]): Promise<string[] | undefined> {
  const subnets = await ifThere(Promise.all(subnetIds.map((id) => aws.ec2.getSubnet({ id }))));
  return subnets?.map(({ availabilityZone }) => availabilityZone).sort();
}
