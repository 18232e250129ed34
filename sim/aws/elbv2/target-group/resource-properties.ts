/** A target group as Pulumi's resource and function show it. */
import type { Properties } from "../../../core/resource-type.ts";
import type { TargetGroup } from "../shapes.ts";
import { attributeProperty as attribute } from "../pulumi/attribute-properties.ts";

/** Attributes of target groups that are properties of the resource. */
export const TARGET_GROUP_ATTRIBUTES = [
  attribute("deregistration_delay.timeout_seconds", "deregistrationDelay", "number"),
  attribute("load_balancing.algorithm.anomaly_mitigation", "loadBalancingAnomalyMitigation"),
  attribute("load_balancing.algorithm.type", "loadBalancingAlgorithmType"),
  attribute("load_balancing.cross_zone.enabled", "loadBalancingCrossZoneEnabled"),
  attribute("slow_start.duration_seconds", "slowStart", "number"),
];

/** Attributes that say when a load balancer takes a target group for failed. */
export const HEALTH_REQUIREMENT_ATTRIBUTES = [
  attribute(
    "target_group_health.dns_failover.minimum_healthy_targets.count",
    "targetGroupHealth.dnsFailover.minimumHealthyTargetsCount",
  ),
  attribute(
    "target_group_health.dns_failover.minimum_healthy_targets.percentage",
    "targetGroupHealth.dnsFailover.minimumHealthyTargetsPercentage",
  ),
  attribute(
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
    "targetGroupHealth.unhealthyStateRouting.minimumHealthyTargetsCount",
    "number",
  ),
  attribute(
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
    "targetGroupHealth.unhealthyStateRouting.minimumHealthyTargetsPercentage",
  ),
];

/** The block `stickiness`; its two last properties mean other attributes for each type of stickiness. */
export function stickinessAttributes(type: unknown): ReturnType<typeof attribute>[] {
  const duration = type === "app_cookie" ? "stickiness.app_cookie" : "stickiness.lb_cookie";
  return [
    attribute("stickiness.enabled", "stickiness.enabled", "boolean"),
    attribute("stickiness.type", "stickiness.type"),
    attribute(`${duration}.duration_seconds`, "stickiness.cookieDuration", "number"),
    attribute("stickiness.app_cookie.cookie_name", "stickiness.cookieName"),
  ];
}

/** What CreateTargetGroup made, in the properties that resource and function share. */
export function targetGroupProperties(group: TargetGroup): Properties {
  return {
    arn: group.TargetGroupArn,
    arnSuffix: group.TargetGroupArn.slice(group.TargetGroupArn.indexOf("targetgroup/")),
    healthCheck: {
      enabled: group.HealthCheckEnabled,
      healthyThreshold: group.HealthyThresholdCount,
      interval: group.HealthCheckIntervalSeconds,
      matcher: group.Matcher?.HttpCode ?? group.Matcher?.GrpcCode ?? "",
      path: group.HealthCheckPath,
      port: group.HealthCheckPort,
      protocol: group.HealthCheckProtocol,
      timeout: group.HealthCheckTimeoutSeconds,
      unhealthyThreshold: group.UnhealthyThresholdCount,
    },
    loadBalancerArns: group.LoadBalancerArns,
    name: group.TargetGroupName,
    port: group.Port,
    protocol: group.Protocol,
    protocolVersion: group.ProtocolVersion,
    targetType: group.TargetType,
    vpcId: group.VpcId,
  };
}
