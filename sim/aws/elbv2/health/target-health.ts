import type { Cloud } from "../../../core/cloud.ts";
import { ec2State } from "../../ec2/state.ts";
import type { TargetGroupRecord, TargetRecord } from "../records.ts";
import type { TargetHealth } from "../shapes.ts";
import { probeOf } from "./probe.ts";
import { elbv2State } from "../state.ts";
import { loadBalancersOf } from "../target-group/usage.ts";

/** Health of a target that has just been registered. */
export const INITIAL_HEALTH: TargetHealth = {
  State: "initial",
  Reason: "Elb.RegistrationInProgress",
  Description: "Target registration is in progress",
};

/**
 * Reads the health of a group's targets as DescribeTargetHealth shows it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 */
export function healthOfTargets(
  cloud: Cloud,
  group: TargetGroupRecord,
): (target: TargetRecord) => TargetHealth {
  const unused = unusedReasons(cloud, group);
  const probe = probeOf(cloud);
  return (target) => {
    if (target.drainsUntil !== undefined) {
      return {
        State: "draining",
        Reason: "Target.DeregistrationInProgress",
        Description: "Target deregistration is in progress",
      };
    }
    if (probe.kind === "instant") return probe.health(group, target);
    return unused(target) ?? target.health;
  };
}

/** Tells why no load balancer sends requests to registered targets of a group; undefined for one that gets some. */
export function unusedReasons(
  cloud: Cloud,
  group: TargetGroupRecord,
): (target: TargetRecord) => TargetHealth | undefined {
  const [loadBalancerArn] = loadBalancersOf(elbv2State(cloud), group.arn);
  if (loadBalancerArn === undefined) {
    return () => notInUse("Target group is not configured to receive traffic from the load balancer");
  }
  const { subnets } = elbv2State(cloud).loadBalancers.get(loadBalancerArn);
  const zones = new Set(subnets.map(({ zoneName }) => zoneName));
  return (target) => {
    const instance = group.targetType === "instance" ? ec2State(cloud).instances.find(target.id) : undefined;
    if (group.targetType === "instance" && instance?.State !== "running") {
      const state = instance?.State ?? "terminated";
      return {
        State: "unused",
        Reason: "Target.InvalidState",
        Description: `Target is in the ${state} state`,
      };
    }
    const zone = target.availabilityZone ?? instance?.AvailabilityZone;
    if (zone === undefined || zone === "all" || zones.has(zone)) return undefined;
    return notInUse("Target is in an Availability Zone that is not enabled for the load balancer");
  };
}

function notInUse(description: string): TargetHealth {
  return { State: "unused", Reason: "Target.NotInUse", Description: description };
}

/** ARN of the active load balancer that sends requests to the target group, if there is one. */
export function servingLoadBalancer(cloud: Cloud, group: TargetGroupRecord): string | undefined {
  return loadBalancersOf(elbv2State(cloud), group.arn).find(
    (arn) => elbv2State(cloud).loadBalancers.find(arn)?.state === "active",
  );
}
