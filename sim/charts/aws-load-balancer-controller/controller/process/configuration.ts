import type { ControllerConfig } from "../config.ts";
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
  const named = Object.entries(flags).map(([name, value]): [string, unknown] => [
    name.replaceAll(/-(.)/g, (_match, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return { ...Object.fromEntries(named), region, vpcId } as ControllerConfig;
}
