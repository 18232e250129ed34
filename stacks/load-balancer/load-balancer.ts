/** The load balancer that Pulumi makes, for stacks of which one owns it. */
import type * as pulumi from "@pulumi/pulumi";
import {
  SharedLoadBalancer,
  SharedTargetGroups,
  type SharedLoadBalancerArgs,
  type TargetAppArgs,
} from "../../components/index.ts";
import { defined } from "../../components/shared/defined.ts";
import type { AppConfig } from "../apps/app.ts";
import { hasGroups, hasLoadBalancer, ownsTargetGroups } from "../apps/ownership.ts";
import { healthCheckOf, targetGroupOf } from "../apps/terms.ts";
import type { SharedIds } from "../component-args.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { componentNames } from "../names.ts";

/** Where the load balancer is. */
export interface LoadBalancerPlace extends SharedIds {
  readonly subnetIds: readonly pulumi.Input<string>[];
}

/** Keys of the ingress for others than the load balancer: who makes it, and what applications have by default. */
const OTHER_KEYS: readonly string[] = [
  "ownership",
  "kind",
  "targetGroups",
  "groupName",
  "healthCheck",
  "targetGroup",
];

/** Args of the load balancer, or of the rules on a listener that somebody else has. */
export function loadBalancerArgs(config: OwnerConfig, place: LoadBalancerPlace): SharedLoadBalancerArgs {
  const { ingress, weights, tags } = config;
  const { vpcId, backendSecurityGroupId, subnetIds } = place;
  const isGiven = ingress.listenerArn !== undefined;
  return {
    ...(isGiven ? {} : { subnetIds, backendSecurityGroupId }),
    ...Object.fromEntries(Object.entries(ingress).filter(([key]) => !OTHER_KEYS.includes(key))),
    vpcId,
    weights,
    apps: config.apps.map((app) => loadBalancerApp(config, app)),
    tags,
  };
}

function loadBalancerApp(config: OwnerConfig, app: AppConfig): SharedLoadBalancerArgs["apps"][number] {
  return { ...targetApp(config, app), ...defined({ routes: app.entry.routes }) };
}

/** An application as its target groups know it. */
export function targetApp({ ingress }: OwnerConfig, app: AppConfig): TargetAppArgs {
  const { targetType, protocolVersion } = app.entry;
  return {
    name: app.name,
    healthCheck: healthCheckOf(ingress, app),
    targetGroup: targetGroupOf(ingress, app),
    ...defined({ targetType, protocolVersion }),
  };
}

/** Undefined where the first cluster's controller makes the load balancer. */
export function createOwnedLoadBalancer(
  config: OwnerConfig,
  place: LoadBalancerPlace,
  opts: pulumi.ComponentResourceOptions,
): SharedLoadBalancer | undefined {
  if (!hasLoadBalancer(config)) return undefined;
  const name = componentNames(config.clusterName).loadBalancer;
  return new SharedLoadBalancer(name, loadBalancerArgs(config, place), opts);
}

/** What a cluster knows of the load balancer that it joins. */
export function addressOf(
  { ingress }: OwnerConfig,
  { dnsName, loadBalancerArn, securityGroupIds }: SharedLoadBalancer,
  { backendSecurityGroupId }: Pick<SharedIds, "backendSecurityGroupId">,
) {
  return {
    loadBalancerDnsName: dnsName,
    loadBalancerArn,
    // A given listener's load balancer reaches pods from security groups of its own: any of them tells it apart.
    backendSecurityGroupId: ingress.listenerArn === undefined ? backendSecurityGroupId : securityGroupIds[0]!,
  };
}

/** Target groups to which an Ingress forwards; undefined where they come with the load balancer. */
export function createTargetGroups(
  config: OwnerConfig,
  vpcId: pulumi.Input<string>,
): SharedTargetGroups | undefined {
  if (!ownsTargetGroups(config)) return undefined;
  return new SharedTargetGroups(componentNames(config.clusterName).targetGroups, {
    vpcId,
    apps: config.apps.filter((app) => hasGroups(config, app)).map((app) => targetApp(config, app)),
    tags: config.tags,
  });
}
