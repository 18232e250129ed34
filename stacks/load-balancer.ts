/** The load balancer that Pulumi makes, for stacks of which one owns it. */
import type * as pulumi from "@pulumi/pulumi";
import { LOAD_BALANCER_DEFAULTS, type Vpc } from "../components/index.ts";
import { defined } from "../components/shared/defined.ts";
import { portOf, type AppConfig } from "./apps/app.ts";
import { hasLoadBalancer, trafficOf } from "./apps/ownership.ts";
import { healthCheckOf, targetGroupOf } from "./apps/terms.ts";
import type { SharedIds } from "./component-args.ts";
import type { OwnerConfig } from "./config/stack-config.ts";
import { componentNames } from "./names.ts";
import { SharedLoadBalancer, type SharedLoadBalancerArgs } from "./slb-stub.ts";

/** Where the load balancer is. */
export interface LoadBalancerPlace extends SharedIds {
  readonly subnetIds: readonly pulumi.Input<string>[] | pulumi.Input<string[]>;
}

export function loadBalancerArgs(config: OwnerConfig, place: LoadBalancerPlace): SharedLoadBalancerArgs {
  const {
    ownership: _ownership,
    targetGroups: _targetGroups,
    groupName: _groupName,
    ...ingress
  } = config.ingress;
  const { healthCheck: _healthCheck, targetGroup: _targetGroup, ...loadBalancer } = ingress;
  return {
    ...loadBalancer,
    ...place,
    ...defined({ subnetIds: config.ingress.subnetIds ?? place.subnetIds }),
    traffic: trafficOf(config),
    weights: config.weights,
    apps: config.apps.map((app) => loadBalancerApp(config, app)),
    tags: config.tags,
  };
}

function loadBalancerApp({ ingress }: OwnerConfig, app: AppConfig): SharedLoadBalancerArgs["apps"][number] {
  const { routes, targetType, protocolVersion } = app.entry;
  return {
    name: app.name,
    containerPort: portOf(app),
    healthCheck: healthCheckOf(ingress, app),
    targetGroup: targetGroupOf(ingress, app),
    ...defined({ routes, targetType, protocolVersion }),
  };
}

/** Subnets of the VPC that suit the scheme. */
export function loadBalancerSubnets({ ingress }: OwnerConfig, vpc: Vpc): pulumi.Output<string[]> {
  const { scheme = LOAD_BALANCER_DEFAULTS.scheme } = ingress;
  return scheme === "internal" ? vpc.privateSubnetIds : vpc.publicSubnetIds;
}

/** Undefined where the first cluster's controller makes the load balancer. */
export function createLoadBalancer(
  config: OwnerConfig,
  place: LoadBalancerPlace,
  opts: pulumi.ComponentResourceOptions,
): SharedLoadBalancer | undefined {
  if (!hasLoadBalancer(config)) return undefined;
  const name = componentNames(config.clusterName).loadBalancer;
  return new SharedLoadBalancer(name, loadBalancerArgs(config, place), opts);
}
