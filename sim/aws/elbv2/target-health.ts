import type { Cloud } from "../../cloud.ts";
import type { TargetHealth } from "./shapes.ts";
import type { TargetGroupRecord } from "./target-group.ts";
import type { TargetRecord } from "./target.ts";
import { loadBalancersOf } from "./usage.ts";

/** Health of a target that has just been registered. */
export const INITIAL_HEALTH: TargetHealth = {
  State: "initial",
  Reason: "Elb.RegistrationInProgress",
  Description: "Target registration is in progress",
};

/**
 * A target's health as DescribeTargetHealth shows it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 */
export function healthOf(cloud: Cloud, group: TargetGroupRecord, target: TargetRecord): TargetHealth {
  if (target.drainsUntil !== undefined) {
    return {
      State: "draining",
      Reason: "Target.DeregistrationInProgress",
      Description: "Target deregistration is in progress",
    };
  }
  const { probe } = cloud.elbv2;
  if (probe.kind === "instant") return probe.health(group, target);
  return reasonUnused(cloud, group, target) ?? target.health;
}

/** Why no load balancer sends requests to a registered target; undefined if one does. */
export function reasonUnused(
  cloud: Cloud,
  group: TargetGroupRecord,
  target: TargetRecord,
): TargetHealth | undefined {
  const [loadBalancerArn] = loadBalancersOf(cloud.elbv2, group.arn);
  if (loadBalancerArn === undefined) {
    return {
      State: "unused",
      Reason: "Target.NotInUse",
      Description: "Target group is not configured to receive traffic from the load balancer",
    };
  }
  const instance = cloud.ec2.instances.find(target.id);
  if (group.targetType === "instance" && instance?.State !== "running") {
    const state = instance?.State ?? "terminated";
    return { State: "unused", Reason: "Target.InvalidState", Description: `Target is in the ${state} state` };
  }
  const zones = cloud.elbv2.loadBalancers.get(loadBalancerArn).subnets.map(({ zoneName }) => zoneName);
  const zone = target.availabilityZone ?? instance?.AvailabilityZone;
  if (zone !== undefined && zone !== "all" && !zones.includes(zone)) {
    return {
      State: "unused",
      Reason: "Target.NotInUse",
      Description: "Target is in an Availability Zone that is not enabled for the load balancer",
    };
  }
  return undefined;
}

/** ARN of the active load balancer that sends requests to the target group, if there is one. */
export function servingLoadBalancer(cloud: Cloud, group: TargetGroupRecord): string | undefined {
  return loadBalancersOf(cloud.elbv2, group.arn).find(
    (arn) => cloud.elbv2.loadBalancers.find(arn)?.state === "active",
  );
}
