import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import { resolveLoadBalancer, type ResolvedLoadBalancer } from "../shared/load-balancer/load-balancer.ts";
import { resolveTargetApp, type ResolvedTargetApp } from "../shared/load-balancer/target-app.ts";
import type { Traffic } from "../shared/load-balancer/traffic.ts";
import { hasTargets } from "../shared/routing/plan.ts";
import {
  DEFAULT_ACTION,
  DEFAULT_ROUTES,
  ROUTING_QUOTAS,
  type AppRoutes,
  type DefaultAction,
  type RoutingQuotas,
} from "../shared/routing/route.ts";
import {
  SHARED_LOAD_BALANCER_DEFAULTS,
  type SharedAppArgs,
  type SharedLoadBalancerArgs,
  type SharedLoadBalancerTransforms,
} from "./args.ts";

export type ResolvedSharedApp = ResolvedTargetApp & AppRoutes;

/** {@link SharedLoadBalancerArgs} with their defaults. */
export interface ResolvedSharedLoadBalancerArgs
  extends ResolvedLoadBalancer, Traffic, Pick<SharedLoadBalancerArgs, Optional> {
  readonly vpcId: pulumi.Input<string>;
  readonly apps: readonly ResolvedSharedApp[];
  readonly defaultAction: DefaultAction;
  readonly quotas: Required<RoutingQuotas>;
  readonly transform: SharedLoadBalancerTransforms;
  /** The args without their defaults, to tell what is given. */
  readonly given: SharedLoadBalancerArgs;
}

type Optional = "backendSecurityGroupId" | "clusterStickinessSeconds" | "listenerArn" | "priorityFrom";

export function resolveSharedLoadBalancerArgs(args: SharedLoadBalancerArgs): ResolvedSharedLoadBalancerArgs {
  const { backendSecurityGroupId, clusterStickinessSeconds, listenerArn, priorityFrom } = args;
  return {
    ...resolveLoadBalancer(args),
    vpcId: args.vpcId,
    apps: args.apps.map(resolveApp),
    defaultAction: args.defaultAction ?? DEFAULT_ACTION,
    traffic: args.traffic ?? SHARED_LOAD_BALANCER_DEFAULTS.traffic,
    weights: args.weights ?? {},
    prepareTraffic: args.prepareTraffic ?? SHARED_LOAD_BALANCER_DEFAULTS.prepareTraffic,
    quotas: { ...ROUTING_QUOTAS, ...defined(args.quotas ?? {}) },
    ...defined({ backendSecurityGroupId, clusterStickinessSeconds, listenerArn, priorityFrom }),
    transform: args.transform ?? {},
    given: args,
  };
}

/** Apps that have target groups. */
export function appsWithTargets({
  apps,
  defaultAction,
}: ResolvedSharedLoadBalancerArgs): readonly ResolvedSharedApp[] {
  return apps.filter((app) => hasTargets(app, defaultAction));
}

function resolveApp(args: SharedAppArgs): ResolvedSharedApp {
  return { ...resolveTargetApp(args), routes: args.routes ?? DEFAULT_ROUTES };
}
