/** A load balancer as Pulumi's resource and function show it. */
import type { Properties } from "../../../core/resource-type.ts";
import type { LoadBalancer } from "../shapes.ts";
import { attributeProperty as attribute, type AttributeProperty } from "../pulumi/attribute-properties.ts";

/** Attributes of load balancers that are properties of the resource. */
export const LOAD_BALANCER_ATTRIBUTES: readonly AttributeProperty[] = [
  attribute("client_keep_alive.seconds", "clientKeepAlive", "number"),
  attribute("deletion_protection.enabled", "enableDeletionProtection", "boolean"),
  attribute("idle_timeout.timeout_seconds", "idleTimeout", "number"),
  attribute("load_balancing.cross_zone.enabled", "enableCrossZoneLoadBalancing", "boolean"),
  attribute("routing.http.desync_mitigation_mode", "desyncMitigationMode"),
  attribute("routing.http.drop_invalid_header_fields.enabled", "dropInvalidHeaderFields", "boolean"),
  attribute("routing.http.preserve_host_header.enabled", "preserveHostHeader", "boolean"),
  attribute(
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
    "enableTlsVersionAndCipherSuiteHeaders",
    "boolean",
  ),
  attribute("routing.http.xff_client_port.enabled", "enableXffClientPort", "boolean"),
  attribute("routing.http.xff_header_processing.mode", "xffHeaderProcessingMode"),
  attribute("routing.http2.enabled", "enableHttp2", "boolean"),
  attribute("waf.fail_open.enabled", "enableWafFailOpen", "boolean"),
  attribute("zonal_shift.config.enabled", "enableZonalShift", "boolean"),
];

/** The blocks of log settings. */
export const LOG_ATTRIBUTES: readonly AttributeProperty[] = [
  ...logs("access_logs", "accessLogs"),
  ...logs("connection_logs", "connectionLogs"),
  ...logs("health_check_logs", "healthCheckLogs"),
];

function logs(key: string, block: string): AttributeProperty[] {
  return [
    attribute(`${key}.s3.enabled`, `${block}.enabled`, "boolean"),
    attribute(`${key}.s3.bucket`, `${block}.bucket`),
    attribute(`${key}.s3.prefix`, `${block}.prefix`),
  ];
}

/** What CreateLoadBalancer made, in the properties that resource and function share. */
export function loadBalancerProperties(loadBalancer: LoadBalancer): Properties {
  const arn = loadBalancer.LoadBalancerArn;
  const subnets = loadBalancer.AvailabilityZones.map(({ SubnetId }) => SubnetId);
  return {
    arn,
    arnSuffix: arn.slice(arn.indexOf("loadbalancer/") + "loadbalancer/".length),
    customerOwnedIpv4Pool: "",
    dnsName: loadBalancer.DNSName,
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "",
    internal: loadBalancer.Scheme === "internal",
    ipAddressType: loadBalancer.IpAddressType,
    loadBalancerType: loadBalancer.Type,
    name: loadBalancer.LoadBalancerName,
    securityGroups: loadBalancer.SecurityGroups,
    subnetMappings: subnets.map((subnetId) => ({
      allocationId: "",
      ipv6Address: "",
      outpostId: "",
      privateIpv4Address: "",
      subnetId,
    })),
    subnets,
    vpcId: loadBalancer.VpcId,
    zoneId: loadBalancer.CanonicalHostedZoneId,
  };
}
