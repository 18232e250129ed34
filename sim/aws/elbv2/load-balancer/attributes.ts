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
import type { Attributes, LoadBalancerRecord } from "../records.ts";
import type { Attribute, AttributesOutput, LoadBalancerArnInput } from "../requests.ts";
import { elbv2State } from "../state.ts";

interface AttributeRule {
  readonly default: string;
  readonly check: AttributeCheck;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
const RULES: Readonly<Record<string, AttributeRule>> = {
  "access_logs.s3.enabled": { default: "false", check: isBoolean },
  "access_logs.s3.bucket": { default: "", check: isText },
  "access_logs.s3.prefix": { default: "", check: isText },
  "client_keep_alive.seconds": { default: "3600", check: between(60, 604_800) },
  "connection_logs.s3.enabled": { default: "false", check: isBoolean },
  "connection_logs.s3.bucket": { default: "", check: isText },
  "connection_logs.s3.prefix": { default: "", check: isText },
  "deletion_protection.enabled": { default: "false", check: isBoolean },
  "health_check_logs.s3.enabled": { default: "false", check: isBoolean },
  "health_check_logs.s3.bucket": { default: "", check: isText },
  "health_check_logs.s3.prefix": { default: "", check: isText },
  "idle_timeout.timeout_seconds": { default: "60", check: between(1, 4000) },
  "ipv6.deny_all_igw_traffic": { default: "false", check: isBoolean },
  "load_balancing.cross_zone.enabled": { default: "true", check: oneOf("true") },
  "routing.http.desync_mitigation_mode": {
    default: "defensive",
    check: oneOf("monitor", "defensive", "strictest"),
  },
  "routing.http.drop_invalid_header_fields.enabled": { default: "false", check: isBoolean },
  "routing.http.preserve_host_header.enabled": { default: "false", check: isBoolean },
  "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": { default: "false", check: isBoolean },
  "routing.http.xff_client_port.enabled": { default: "false", check: isBoolean },
  "routing.http.xff_header_processing.mode": {
    default: "append",
    check: oneOf("append", "preserve", "remove"),
  },
  "routing.http2.enabled": { default: "true", check: isBoolean },
  "waf.fail_open.enabled": { default: "false", check: isBoolean },
  "zonal_shift.config.enabled": { default: "false", check: isBoolean },
};

const CHECKS = Object.fromEntries(Object.entries(RULES).map(([key, { check }]) => [key, check]));

/** Attributes of a new load balancer. */
export const DEFAULT_LOAD_BALANCER_ATTRIBUTES: Attributes = Object.fromEntries(
  Object.entries(RULES).map(([key, rule]) => [key, rule.default]),
);

/** Whether the load balancer refuses to be deleted. */
export function deletionProtected(record: LoadBalancerRecord): boolean {
  return record.attributes["deletion_protection.enabled"] === "true";
}

export const describeLoadBalancerAttributes = operation<LoadBalancerArnInput, AttributesOutput>({
  run: (cloud, { LoadBalancerArn }) => ({
    Attributes: attributeList(elbv2State(cloud).loadBalancers.get(LoadBalancerArn).attributes),
  }),
});

interface ModifyLoadBalancerAttributesInput extends LoadBalancerArnInput {
  readonly Attributes: readonly Attribute[];
}

export const modifyLoadBalancerAttributes = operation<ModifyLoadBalancerAttributesInput, AttributesOutput>({
  authorize: (cloud, { LoadBalancerArn }) =>
    onResources(cloud, "ModifyLoadBalancerAttributes", [LoadBalancerArn]),
  run(cloud, { LoadBalancerArn, Attributes: changes }) {
    const record = elbv2State(cloud).loadBalancers.get(LoadBalancerArn);
    record.attributes = withAttributes(record.attributes, changes, CHECKS, "Load balancer");
    return { Attributes: attributeList(record.attributes) };
  },
});
