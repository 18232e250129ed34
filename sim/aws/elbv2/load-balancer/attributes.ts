import {
  attributeOperations,
  type AttributeRules,
  between,
  isBoolean,
  isText,
  oneOf,
} from "../attributes.ts";
import { NAME_KINDS } from "../names.ts";
import { tryLogs } from "./logs.ts";
import { loadBalancerType } from "../arns.ts";
import type { LoadBalancerRecord } from "../records.ts";

const COMMON: AttributeRules = {
  "access_logs.s3.enabled": { default: "false", check: isBoolean },
  "access_logs.s3.bucket": { default: "", check: isText },
  "access_logs.s3.prefix": { default: "", check: isText },
  "deletion_protection.enabled": { default: "false", check: isBoolean },
  "ipv6.deny_all_igw_traffic": { default: "false", check: isBoolean },
  "zonal_shift.config.enabled": { default: "false", check: isBoolean },
};

const NETWORK: AttributeRules = {
  ...COMMON,
  "dns_record.client_routing_policy": {
    default: "any_availability_zone",
    check: oneOf("availability_zone_affinity", "partial_availability_zone_affinity", "any_availability_zone"),
  },
  "load_balancing.cross_zone.enabled": { default: "false", check: isBoolean },
  "secondary_ips.auto_assigned.per_subnet": { default: "0", check: between(0, 7) },
};

const APPLICATION: AttributeRules = {
  ...COMMON,
  "client_keep_alive.seconds": { default: "3600", check: between(60, 604_800) },
  "connection_logs.s3.enabled": { default: "false", check: isBoolean },
  "connection_logs.s3.bucket": { default: "", check: isText },
  "connection_logs.s3.prefix": { default: "", check: isText },
  "health_check_logs.s3.enabled": { default: "false", check: isBoolean },
  "health_check_logs.s3.bucket": { default: "", check: isText },
  "health_check_logs.s3.prefix": { default: "", check: isText },
  "idle_timeout.timeout_seconds": { default: "60", check: between(1, 4000) },
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
};

export const loadBalancerAttributes = attributeOperations({
  name: "LoadBalancer",
  owner: NAME_KINDS.loadBalancer,
  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
  rulesFor: ({ arn }: Pick<LoadBalancerRecord, "arn">) =>
    loadBalancerType(arn) === "network" ? NETWORK : APPLICATION,
  table: ({ loadBalancers }) => loadBalancers,
  checkTogether: (attributes, cloud, before) => tryLogs(cloud, before, attributes),
});

/** Whether the load balancer refuses to be deleted. */
export function deletionProtected(record: LoadBalancerRecord): boolean {
  return record.attributes["deletion_protection.enabled"] === "true";
}
