import { isObject } from "../../../core/is-object.ts";
import { at, isGiven, type Values } from "../../values.ts";

/** When a value becomes a command-line flag: if it is `given`, or if it is a `boolean`; and the flag's name if it is another. */
type FlagRule = "given" | "boolean" | readonly [flag: string, when: "given" | "boolean"];

/** By value, in the order of the chart's deployment template. */
const FLAGS: Readonly<Record<string, FlagRule>> = {
  ingressClass: "given",
  region: ["aws-region", "given"],
  vpcId: ["aws-vpc-id", "given"],
  enablePodReadinessGateInject: "boolean",
  enableShield: "boolean",
  enableWaf: "boolean",
  enableWafv2: "boolean",
  ingressMaxConcurrentReconciles: "given",
  serviceMaxConcurrentReconciles: "given",
  targetgroupbindingMaxConcurrentReconciles: "given",
  targetgroupbindingMaxExponentialBackoffDelay: "given",
  targetgroupbindingRequeueDuration: "given",
  albGatewayMaxConcurrentReconciles: "given",
  nlbGatewayMaxConcurrentReconciles: "given",
  globalAcceleratorMaxConcurrentReconciles: ["globalaccelerator-max-concurrent-reconciles", "given"],
  globalAcceleratorMaxExponentialBackoffDelay: ["globalaccelerator-max-exponential-backoff-delay", "given"],
  lbStabilizationMonitorInterval: "given",
  logLevel: "given",
  syncPeriod: "given",
  disableIngressClassAnnotation: "boolean",
  disableIngressGroupNameAnnotation: "boolean",
  tolerateNonExistentBackendService: "boolean",
  tolerateNonExistentBackendAction: "boolean",
  defaultSSLPolicy: ["default-ssl-policy", "given"],
  externalManagedTags: "given",
  defaultTags: "given",
  enableBackendSecurityGroup: "boolean",
  enableManageBackendSecurityGroupRules: "boolean",
  backendSecurityGroup: "given",
  disableRestrictedSecurityGroupRules: ["disable-restricted-sg-rules", "boolean"],
  "controllerConfig.featureGates": ["feature-gates", "given"],
  defaultTargetType: "given",
  defaultLoadBalancerScheme: "given",
  serviceTargetENISGTags: ["service-target-eni-security-group-tags", "given"],
  loadBalancerClass: "given",
  vpcTags: ["aws-vpc-tags", "given"],
  maxTargetsPerTargetGroup: "given",
};

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
  const flags = Object.entries(FLAGS).flatMap(([path, rule]) => {
    const [flag, when] = typeof rule === "string" ? [kebabCase(path), rule] : rule;
    const value = at(values, path);
    // The chart leaves out the controller's own default.
    if (path === "defaultTargetType" && value === "instance") return [];
    const isSet = when === "boolean" ? typeof value === "boolean" : isGiven(value);
    return isSet ? [`--${flag}=${argumentText(value)}`] : [];
  });
  return [`--cluster-name=${String(clusterName)}`, ...flags];
}

function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Lists and maps with commas; Go templates range over a map in the order of its keys. */
function argumentText(value: unknown): string {
  if (Array.isArray(value)) return value.join(",");
  if (!isObject(value)) return String(value);
  return Object.keys(value)
    .sort()
    .map((key) => `${key}=${String(value[key])}`)
    .join(",");
}
