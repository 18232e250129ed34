import {
  attributeOperations,
  type AttributeRules,
  between,
  isBoolean,
  isText,
  oneOf,
} from "../attributes.ts";
import { invalidConfiguration } from "../errors.ts";
import { isApplicationProtocol } from "./protocols.ts";
import { NAME_KINDS } from "../names.ts";
import type { Attributes, TargetGroupRecord } from "../records.ts";

const COMMON: AttributeRules = {
  "deregistration_delay.timeout_seconds": { default: "300", check: between(0, 3600) },
  "load_balancing.cross_zone.enabled": {
    default: "use_load_balancer_configuration",
    check: oneOf("true", "false", "use_load_balancer_configuration"),
  },
  "stickiness.enabled": { default: "false", check: isBoolean },
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

const APPLICATION: AttributeRules = {
  ...COMMON,
  "load_balancing.algorithm.anomaly_mitigation": { default: "off", check: oneOf("on", "off") },
  "load_balancing.algorithm.type": {
    default: "round_robin",
    check: oneOf("round_robin", "least_outstanding_requests", "weighted_random"),
  },
  "slow_start.duration_seconds": { default: "0", check: between(30, 900, { orZero: true }) },
  "stickiness.app_cookie.cookie_name": { default: "", check: isText },
  "stickiness.app_cookie.duration_seconds": { default: "86400", check: between(1, 604_800) },
  "stickiness.lb_cookie.duration_seconds": { default: "86400", check: between(1, 604_800) },
  "stickiness.type": { default: "lb_cookie", check: oneOf("lb_cookie", "app_cookie") },
};

/** What tells which attributes a target group has. */
type Kind = Pick<TargetGroupRecord, "protocol" | "targetType">;

/** Attributes of target groups of Network Load Balancers. */
function network({ protocol, targetType }: Kind): AttributeRules {
  const isDatagram = protocol === "UDP" || protocol === "TCP_UDP";
  return {
    ...COMMON,
    "deregistration_delay.connection_termination.enabled": { default: String(isDatagram), check: isBoolean },
    "preserve_client_ip.enabled": {
      default: String(isDatagram || targetType === "instance"),
      check: isBoolean,
    },
    "proxy_protocol_v2.enabled": { default: "false", check: isBoolean },
    "stickiness.type": {
      default: "source_ip",
      check: oneOf("source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto"),
    },
    "target_health_state.unhealthy.connection_termination.enabled": { default: "true", check: isBoolean },
    "target_health_state.unhealthy.draining_interval_seconds": {
      default: "0",
      check: between(0, 360_000),
    },
  };
}

export const targetGroupAttributes = attributeOperations({
  name: "TargetGroup",
  owner: NAME_KINDS.targetGroup,
  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
  rulesFor: (group: Kind) => (isApplicationProtocol(group.protocol) ? APPLICATION : network(group)),
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
  if (
    algorithm !== undefined &&
    algorithm !== "round_robin" &&
    attributes["slow_start.duration_seconds"] !== "0"
  ) {
    throw invalidConfiguration(
      `You cannot enable slow start mode when the load balancing algorithm is '${algorithm}'`,
    );
  }
}
