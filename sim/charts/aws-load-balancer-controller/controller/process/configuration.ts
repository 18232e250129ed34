import type { ControllerConfig, Scheme, TargetType } from "../config.ts";
import type { Flags } from "./flags.ts";

/** Tag keys by which the controller finds its own objects. */
const TRACKING_TAGS: ReadonlySet<string> = new Set([
  "elbv2.k8s.aws/cluster",
  "elbv2.k8s.aws/resource",
  "ingress.k8s.aws/stack",
  "ingress.k8s.aws/resource",
  "service.k8s.aws/stack",
  "service.k8s.aws/resource",
  "gateway.k8s.aws.nlb/resource",
  "gateway.k8s.aws.alb/resource",
  "gateway.k8s.aws.nlb/stack",
  "gateway.k8s.aws.alb/stack",
]);

/** Facts: pkg/config/controller_config.go. @throws Error in the controller's words. */
export function checkFlags(flags: Flags): void {
  if (flags["cluster-name"] === "") throw new Error("kubernetes cluster name must be specified");
  checkTags(flags);
  const targetType = flags["default-target-type"];
  if (!["instance", "ip"].includes(targetType)) {
    throw new Error(`invalid value ${targetType} for default target type`);
  }
  const scheme = flags["default-load-balancer-scheme"];
  if (!["internal", "internet-facing"].includes(scheme)) {
    throw new Error(`invalid value ${scheme} for default scheme`);
  }
  const group = flags["backend-security-group"];
  if (group !== "" && !group.startsWith("sg-")) {
    throw new Error(`invalid value ${group} for backend security group id`);
  }
  if (flags["enable-manage-backend-security-group-rules"] && !flags["enable-backend-security-group"]) {
    throw new Error(
      "backend security group must be enabled when manage backend security group rule is enabled",
    );
  }
  const label = flags["required-secrets-label"];
  if (label !== "" && !/^[^=]+=.+$/.test(label)) {
    throw new Error(
      `invalid value ${JSON.stringify(label)} for --required-secrets-label: must be in key=value format`,
    );
  }
}

function checkTags(flags: Flags): void {
  const defaults = Object.keys(flags["default-tags"]);
  const external = flags["external-managed-tags"];
  for (const [name, keys] of [
    ["default-tags", defaults],
    ["external-managed-tags", external],
  ] as const) {
    const key = keys.find((candidate) => TRACKING_TAGS.has(candidate));
    if (key !== undefined) throw new Error(`tag key ${key} cannot be specified in ${name} flag`);
  }
  const both = external.find((key) => defaults.includes(key));
  if (both !== undefined) {
    throw new Error(
      `tag key ${both} cannot be specified in both default-tags and external-managed-tags flag`,
    );
  }
}

/** The configuration that checked flags give, in a region and VPC that were found. */
export function configurationOf(flags: Flags, region: string, vpcId: string): ControllerConfig {
  return {
    clusterName: flags["cluster-name"],
    region,
    vpcId,
    ingressClass: flags["ingress-class"],
    defaultTargetType: flags["default-target-type"] as TargetType,
    defaultScheme: flags["default-load-balancer-scheme"] as Scheme,
    defaultTags: flags["default-tags"],
    externalManagedTags: flags["external-managed-tags"],
    enableBackendSecurityGroup: flags["enable-backend-security-group"],
    backendSecurityGroup: flags["backend-security-group"] || undefined,
    enableManageBackendSecurityGroupRules: flags["enable-manage-backend-security-group-rules"],
    disableRestrictedSecurityGroupRules: flags["disable-restricted-sg-rules"],
    serviceTargetInterfaceTags: flags["service-target-eni-security-group-tags"],
    enablePodReadinessGateInject: flags["enable-pod-readiness-gate-inject"],
    enableShield: flags["enable-shield"],
    enableWaf: flags["enable-waf"],
    enableWafv2: flags["enable-wafv2"],
    defaultSslPolicy: flags["default-ssl-policy"],
    tolerateNonExistentBackendService: flags["tolerate-non-existent-backend-service"],
    tolerateNonExistentBackendAction: flags["tolerate-non-existent-backend-action"],
    disableIngressClassAnnotation: flags["disable-ingress-class-annotation"],
    disableIngressGroupNameAnnotation: flags["disable-ingress-group-name-annotation"],
    loadBalancerClass: flags["load-balancer-class"],
    ingressMaxConcurrentReconciles: flags["ingress-max-concurrent-reconciles"],
    targetGroupBindingMaxConcurrentReconciles: flags["targetgroupbinding-max-concurrent-reconciles"],
    targetGroupBindingMaxBackoffMs: flags["targetgroupbinding-max-exponential-backoff-delay"],
    targetGroupBindingRequeueMs: flags["targetgroupbinding-requeue-duration"],
    loadBalancerMonitorIntervalMs: flags["lb-stabilization-monitor-interval"],
    syncPeriodMs: flags["sync-period"],
    maxTargetsPerTargetGroup: flags["max-targets-per-target-group"],
    featureGates: flags["feature-gates"],
  };
}
