import { NotSimulated } from "../../../core/errors.ts";
import { operation } from "../../../core/operation.ts";
import {
  type AttributeCheck,
  attributeList,
  between,
  isBoolean,
  isText,
  oneOf,
  withAttributes,
} from "../attributes.ts";
import { onResources } from "../authorization.ts";
import { invalidConfiguration } from "../errors.ts";
import type { Attributes, TargetGroupRecord } from "../records.ts";
import type { Attribute, AttributesOutput, TargetGroupArnInput } from "../requests.ts";
import { elbv2State } from "../state.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
const CHECKS: Readonly<Record<string, AttributeCheck>> = {
  "deregistration_delay.timeout_seconds": between(0, 3600),
  "load_balancing.algorithm.anomaly_mitigation": oneOf("on", "off"),
  "load_balancing.algorithm.type": oneOf("round_robin", "least_outstanding_requests", "weighted_random"),
  "load_balancing.cross_zone.enabled": oneOf("true", "false", "use_load_balancer_configuration"),
  "slow_start.duration_seconds": between(30, 900, { orZero: true }),
  "stickiness.app_cookie.cookie_name": isText,
  "stickiness.app_cookie.duration_seconds": between(1, 604_800),
  "stickiness.enabled": isBoolean,
  "stickiness.lb_cookie.duration_seconds": between(1, 604_800),
  "stickiness.type": oneOf("lb_cookie", "app_cookie"),
  "target_group_health.dns_failover.minimum_healthy_targets.count": isText,
  "target_group_health.dns_failover.minimum_healthy_targets.percentage": isText,
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": isText,
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": isText,
};

/** Attributes of a new target group of an Application Load Balancer. */
export const DEFAULT_TARGET_GROUP_ATTRIBUTES: Attributes = {
  "deregistration_delay.timeout_seconds": "300",
  "load_balancing.algorithm.anomaly_mitigation": "off",
  "load_balancing.algorithm.type": "round_robin",
  "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
  "slow_start.duration_seconds": "0",
  "stickiness.app_cookie.cookie_name": "",
  "stickiness.app_cookie.duration_seconds": "86400",
  "stickiness.enabled": "false",
  "stickiness.lb_cookie.duration_seconds": "86400",
  "stickiness.type": "lb_cookie",
  "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
  "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
};

/** How long a deregistered target drains, in milliseconds. */
export function deregistrationDelayMs(record: TargetGroupRecord): number {
  return Number(record.attributes["deregistration_delay.timeout_seconds"]) * 1000;
}

export const describeTargetGroupAttributes = operation<TargetGroupArnInput, AttributesOutput>({
  run: (cloud, { TargetGroupArn }) => ({
    Attributes: attributeList(elbv2State(cloud).targetGroups.get(TargetGroupArn).attributes),
  }),
});

interface ModifyTargetGroupAttributesInput extends TargetGroupArnInput {
  readonly Attributes: readonly Attribute[];
}

export const modifyTargetGroupAttributes = operation<ModifyTargetGroupAttributesInput, AttributesOutput>({
  authorize: (cloud, { TargetGroupArn }) =>
    onResources(cloud, "ModifyTargetGroupAttributes", [TargetGroupArn]),
  run(cloud, { TargetGroupArn, Attributes: changes }) {
    const record = elbv2State(cloud).targetGroups.get(TargetGroupArn);
    const attributes = withAttributes(record.attributes, changes, CHECKS, "Target group");
    checkTogether(attributes);
    record.attributes = attributes;
    return { Attributes: attributeList(attributes) };
  },
});

function checkTogether(attributes: Attributes): void {
  if (attributes["load_balancing.cross_zone.enabled"] === "false") {
    throw new NotSimulated(
      "elasticloadbalancing:ModifyTargetGroupAttributes",
      "cross-zone load balancing off",
    );
  }
  if (
    attributes["stickiness.type"] === "app_cookie" &&
    attributes["stickiness.app_cookie.cookie_name"] === ""
  ) {
    throw invalidConfiguration(
      "You must set an application cookie name to enable stickiness of type 'app_cookie'",
    );
  }
  const algorithm = attributes["load_balancing.algorithm.type"];
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
  if (algorithm !== "round_robin" && attributes["slow_start.duration_seconds"] !== "0") {
    throw invalidConfiguration(
      `You cannot enable slow start mode when the load balancing algorithm is '${algorithm}'`,
    );
  }
}
