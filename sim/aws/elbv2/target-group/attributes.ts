import {
  attributeOperations,
  type AttributeRules,
  between,
  isBoolean,
  isText,
  oneOf,
} from "../attributes.ts";
import { invalidConfiguration } from "../errors.ts";
import { NAME_KINDS } from "../names.ts";
import type { Attributes, TargetGroupRecord } from "../records.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
const RULES: AttributeRules = {
  "deregistration_delay.timeout_seconds": { default: "300", check: between(0, 3600) },
  "load_balancing.algorithm.anomaly_mitigation": { default: "off", check: oneOf("on", "off") },
  "load_balancing.algorithm.type": {
    default: "round_robin",
    check: oneOf("round_robin", "least_outstanding_requests", "weighted_random"),
  },
  "load_balancing.cross_zone.enabled": {
    default: "use_load_balancer_configuration",
    check: oneOf("true", "false", "use_load_balancer_configuration"),
  },
  "slow_start.duration_seconds": { default: "0", check: between(30, 900, { orZero: true }) },
  "stickiness.app_cookie.cookie_name": { default: "", check: isText },
  "stickiness.app_cookie.duration_seconds": { default: "86400", check: between(1, 604_800) },
  "stickiness.enabled": { default: "false", check: isBoolean },
  "stickiness.lb_cookie.duration_seconds": { default: "86400", check: between(1, 604_800) },
  "stickiness.type": { default: "lb_cookie", check: oneOf("lb_cookie", "app_cookie") },
  "target_group_health.dns_failover.minimum_healthy_targets.count": { default: "1", check: isText },
  "target_group_health.dns_failover.minimum_healthy_targets.percentage": { default: "off", check: isText },
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": {
    default: "1",
    check: isText,
  },
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": {
    default: "off",
    check: isText,
  },
};

export const targetGroupAttributes = attributeOperations({
  name: "TargetGroup",
  owner: NAME_KINDS.targetGroup,
  rules: RULES,
  table: ({ targetGroups }) => targetGroups,
  checkTogether,
});

/** How long a deregistered target drains, in milliseconds. */
export function deregistrationDelayMs(record: TargetGroupRecord): number {
  return Number(record.attributes["deregistration_delay.timeout_seconds"]) * 1000;
}

function checkTogether(attributes: Attributes): void {
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
