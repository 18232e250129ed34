import { at, isGiven, isMap, type Values } from "../values.ts";

/** How a value becomes a command-line flag of the controller. */
type FlagRule =
  | { readonly value: string; readonly flag: string; readonly when: "given" | "boolean" }
  | { readonly value: string; readonly flag: string; readonly when: "list" | "map" };

/** In the order of the chart's deployment template. */
const FLAGS: readonly FlagRule[] = [
  { value: "ingressClass", flag: "ingress-class", when: "given" },
  { value: "region", flag: "aws-region", when: "given" },
  { value: "vpcId", flag: "aws-vpc-id", when: "given" },
  { value: "enablePodReadinessGateInject", flag: "enable-pod-readiness-gate-inject", when: "boolean" },
  { value: "enableShield", flag: "enable-shield", when: "boolean" },
  { value: "enableWaf", flag: "enable-waf", when: "boolean" },
  { value: "enableWafv2", flag: "enable-wafv2", when: "boolean" },
  { value: "metricsBindAddr", flag: "metrics-bind-addr", when: "given" },
  { value: "ingressMaxConcurrentReconciles", flag: "ingress-max-concurrent-reconciles", when: "given" },
  { value: "serviceMaxConcurrentReconciles", flag: "service-max-concurrent-reconciles", when: "given" },
  {
    value: "targetgroupbindingMaxConcurrentReconciles",
    flag: "targetgroupbinding-max-concurrent-reconciles",
    when: "given",
  },
  {
    value: "targetgroupbindingMaxExponentialBackoffDelay",
    flag: "targetgroupbinding-max-exponential-backoff-delay",
    when: "given",
  },
  { value: "targetgroupbindingRequeueDuration", flag: "targetgroupbinding-requeue-duration", when: "given" },
  {
    value: "albGatewayMaxConcurrentReconciles",
    flag: "alb-gateway-max-concurrent-reconciles",
    when: "given",
  },
  {
    value: "nlbGatewayMaxConcurrentReconciles",
    flag: "nlb-gateway-max-concurrent-reconciles",
    when: "given",
  },
  {
    value: "globalAcceleratorMaxConcurrentReconciles",
    flag: "globalaccelerator-max-concurrent-reconciles",
    when: "given",
  },
  {
    value: "globalAcceleratorMaxExponentialBackoffDelay",
    flag: "globalaccelerator-max-exponential-backoff-delay",
    when: "given",
  },
  { value: "lbStabilizationMonitorInterval", flag: "lb-stabilization-monitor-interval", when: "given" },
  { value: "logLevel", flag: "log-level", when: "given" },
  { value: "syncPeriod", flag: "sync-period", when: "given" },
  { value: "disableIngressClassAnnotation", flag: "disable-ingress-class-annotation", when: "boolean" },
  {
    value: "disableIngressGroupNameAnnotation",
    flag: "disable-ingress-group-name-annotation",
    when: "boolean",
  },
  {
    value: "tolerateNonExistentBackendService",
    flag: "tolerate-non-existent-backend-service",
    when: "boolean",
  },
  {
    value: "tolerateNonExistentBackendAction",
    flag: "tolerate-non-existent-backend-action",
    when: "boolean",
  },
  { value: "defaultSSLPolicy", flag: "default-ssl-policy", when: "given" },
  { value: "externalManagedTags", flag: "external-managed-tags", when: "list" },
  { value: "defaultTags", flag: "default-tags", when: "map" },
  { value: "enableBackendSecurityGroup", flag: "enable-backend-security-group", when: "boolean" },
  {
    value: "enableManageBackendSecurityGroupRules",
    flag: "enable-manage-backend-security-group-rules",
    when: "boolean",
  },
  { value: "backendSecurityGroup", flag: "backend-security-group", when: "given" },
  { value: "disableRestrictedSecurityGroupRules", flag: "disable-restricted-sg-rules", when: "boolean" },
  { value: "controllerConfig.featureGates", flag: "feature-gates", when: "map" },
  { value: "defaultTargetType", flag: "default-target-type", when: "given" },
  { value: "defaultLoadBalancerScheme", flag: "default-load-balancer-scheme", when: "given" },
  { value: "serviceTargetENISGTags", flag: "service-target-eni-security-group-tags", when: "given" },
  { value: "loadBalancerClass", flag: "load-balancer-class", when: "given" },
  { value: "vpcTags", flag: "aws-vpc-tags", when: "map" },
  { value: "maxTargetsPerTargetGroup", flag: "max-targets-per-target-group", when: "given" },
];

/**
 * The container's arguments.
 *
 * @throws Error in Helm's words when there is no cluster name.
 */
export function controllerArguments(values: Values): string[] {
  const clusterName = values["clusterName"];
  if (!isGiven(clusterName)) {
    throw new Error(
      "execution error at (aws-load-balancer-controller/templates/deployment.yaml:67:28): Chart cannot be installed without a valid clusterName!",
    );
  }
  const flags = FLAGS.flatMap((rule) => {
    const value = at(values, rule.value);
    const text = argumentText(rule, value);
    // The chart leaves out the controller's own default.
    if (rule.value === "defaultTargetType" && value === "instance") return [];
    return text === undefined ? [] : [`--${rule.flag}=${text}`];
  });
  return [`--cluster-name=${String(clusterName)}`, ...flags];
}

function argumentText(rule: FlagRule, value: unknown): string | undefined {
  if (rule.when === "boolean") return typeof value === "boolean" ? String(value) : undefined;
  if (!isGiven(value)) return undefined;
  if (rule.when === "list" && Array.isArray(value)) return value.join(",");
  if (rule.when === "map" && isMap(value)) {
    // Go templates range over a map in the order of its keys.
    return Object.keys(value)
      .sort()
      .map((key) => `${key}=${String(value[key])}`)
      .join(",");
  }
  return String(value);
}
