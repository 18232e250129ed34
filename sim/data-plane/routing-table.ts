/** A listener's rules and the targets behind them, compiled for one state of the cloud. */
import type { Cloud } from "../core/cloud.ts";
import { defined } from "../core/defined.ts";
import { NotSimulated } from "../core/errors.ts";
import { ec2State } from "../aws/ec2/state.ts";
import { responseHeaders } from "../aws/elbv2/listener/attributes.ts";
import type { LoadBalancerRecord, TargetGroupRecord, TargetRecord } from "../aws/elbv2/records.ts";
import { rulesOf } from "../aws/elbv2/rule/rule.ts";
import type { Action, FixedResponseConfig, RedirectConfig } from "../aws/elbv2/shapes.ts";
import { elbv2State } from "../aws/elbv2/state.ts";
import { TargetNetwork, type TargetConnection } from "../aws/elbv2/target/connection.ts";
import { healthOfTargets } from "../aws/elbv2/health/target-health.ts";
import { isApplicationListener, type ApplicationListener } from "./application-listener.ts";
import { compileConditions, type Test } from "./conditions.ts";
import { compileRewrite, type Rewrite } from "./rewrite.ts";
import { compileWebAcl, type WebAcl } from "./web-acl.ts";
import type { BalancingPolicy, Candidate } from "./target-group-balancer.ts";

export interface RoutingTable {
  readonly loadBalancer: LoadBalancerRecord;
  readonly listener: ApplicationListener;
  /** In the order in which they are tried; the last one takes every request. */
  readonly rules: readonly Route[];
  readonly responseHeaders: ReturnType<typeof responseHeaders>;
  /** Undefined where none looks at requests. */
  readonly webAcl: WebAcl | undefined;
}

export interface Route {
  readonly ruleArn: string;
  readonly test: Test;
  readonly action: RouteAction;
  /** What becomes of requests on the way to a target; absent where they stay as they are. */
  readonly rewrite?: Rewrite;
}

export interface ForwardAction {
  readonly type: "forward";
  readonly groups: readonly { readonly group: TargetGroupView; readonly weight: number }[];
  /** How long a client keeps its target group, in seconds. */
  readonly stickySeconds?: number;
}

export type RouteAction =
  | ForwardAction
  | { readonly type: "redirect"; readonly redirect: RedirectConfig }
  | { readonly type: "fixed-response"; readonly response: FixedResponseConfig }
  /** Nobody knows what the load balancer does with such requests. */
  | { readonly type: "not-simulated"; readonly error: NotSimulated };

/** A target group as the load balancer sees it. */
export interface TargetGroupView {
  readonly arn: string;
  /** What the load balancer speaks with the targets: the protocol version, or HTTPS. Pods speak HTTP1. */
  readonly speaks: string;
  readonly policy: BalancingPolicy;
  /** `lb_cookie` or `app_cookie`, where clients keep their target. */
  readonly stickiness?: { readonly type: string; readonly seconds: number; readonly cookieName: string };
  /** Those that may get requests: the healthy ones, or all when too few are healthy. */
  readonly candidates: readonly TargetView[];
  /**
   * The candidates by the zone of the load balancer in which a request comes in; all for each where cross-zone load balancing
   * is on.
   */
  readonly pools: readonly (readonly TargetView[])[];
}

export interface TargetView extends Candidate {
  readonly port: number;
  /** What comes of connecting to it; found out when first asked for. */
  connection(): TargetConnection;
}

/** Compiles the present state of a listener that takes requests; undefined when it or its load balancer is not there. */
export function compileListener(cloud: Cloud, listenerArn: string): RoutingTable | undefined {
  const listener = elbv2State(cloud).listeners.find(listenerArn);
  if (listener === undefined || !isApplicationListener(listener)) return undefined;
  const loadBalancer = elbv2State(cloud).loadBalancers.get(listener.loadBalancerArn);
  const views = new Map<string, TargetGroupView>();
  const viewOf = (arn: string): TargetGroupView => {
    const view = views.get(arn) ?? compileGroup(cloud, loadBalancer, elbv2State(cloud).targetGroups.get(arn));
    views.set(arn, view);
    return view;
  };
  return {
    loadBalancer,
    listener,
    rules: rulesOf(cloud, listenerArn).map(({ arn, conditions, actions, transforms }) => ({
      ruleArn: arn,
      test: compileConditions(conditions),
      action: compileAction(actions[0]!, viewOf),
      ...defined({ rewrite: compileRewrite(transforms) }),
    })),
    responseHeaders: responseHeaders(listener.attributes),
    webAcl: compileWebAcl(cloud, loadBalancer.arn),
  };
}

function compileAction(action: Action, viewOf: (arn: string) => TargetGroupView): RouteAction {
  if (action.Type === "redirect") return { type: "redirect", redirect: action.RedirectConfig ?? {} };
  if (action.Type === "fixed-response") {
    return { type: "fixed-response", response: action.FixedResponseConfig ?? {} };
  }
  const stickiness = action.ForwardConfig?.TargetGroupStickinessConfig;
  const groups = (action.ForwardConfig?.TargetGroups ?? []).map(({ TargetGroupArn = "", Weight = 1 }) => ({
    group: viewOf(TargetGroupArn),
    weight: Weight,
  }));
  if (groups.every(({ weight }) => weight === 0)) return notSimulated("an action in which all weights are 0");
  const { speaks } = groups.find(({ group }) => group.speaks !== "HTTP1")?.group ?? {};
  if (speaks !== undefined) return notSimulated(`a target group that speaks ${speaks}`);
  // DNS leaves such a zone out in time; what comes of requests until then is not known.
  if (groups.some(({ group }) => isMissingInZone(group))) {
    return notSimulated("a zone without targets, with cross-zone load balancing off");
  }
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html
  if (stickiness?.Enabled === true && groups.some(({ group }) => group.pools.length > 1)) {
    return notSimulated("sticky target groups with cross-zone load balancing off");
  }
  return {
    type: "forward",
    groups,
    ...(stickiness?.Enabled === true && { stickySeconds: stickiness.DurationSeconds ?? 3600 }),
  };
}

function isMissingInZone({ candidates, pools }: TargetGroupView): boolean {
  return candidates.length > 0 && pools.some((pool) => pool.length === 0);
}

function notSimulated(where: string): RouteAction {
  return { type: "not-simulated", error: new NotSimulated("request", `to ${where}`) };
}

function compileGroup(
  cloud: Cloud,
  loadBalancer: LoadBalancerRecord,
  group: TargetGroupRecord,
): TargetGroupView {
  const { attributes } = group;
  const network = new TargetNetwork(cloud, loadBalancer.arn, group);
  const chosen = candidatesOf(cloud, group).map((target) => ({ target, view: view(network, target) }));
  const candidates = chosen.map((one) => one.view);
  const type = attributes["stickiness.type"] ?? "";
  const duration = type === "app_cookie" ? "stickiness.app_cookie" : "stickiness.lb_cookie";
  return {
    arn: group.arn,
    speaks: group.protocol === "HTTPS" ? "HTTPS" : (group.protocolVersion ?? "HTTP1"),
    policy: {
      algorithm: attributes["load_balancing.algorithm.type"] ?? "round_robin",
      slowStartMs: Number(attributes["slow_start.duration_seconds"] ?? 0) * 1000,
    },
    ...(attributes["stickiness.enabled"] === "true" && {
      stickiness: {
        type,
        seconds: Number(attributes[`${duration}.duration_seconds`]),
        cookieName: attributes["stickiness.app_cookie.cookie_name"] ?? "",
      },
    }),
    candidates,
    pools: crossesZones(group)
      ? [candidates]
      : loadBalancer.subnets.map(({ zoneName }) =>
          chosen.filter(({ target }) => isInZone(cloud, target, zoneName)).map((one) => one.view),
        ),
  };
}

/** On unless the target group says otherwise: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html */
function crossesZones({ attributes }: TargetGroupRecord): boolean {
  return attributes["load_balancing.cross_zone.enabled"] !== "false";
}

/** `all` is for addresses outside of the VPC. */
function isInZone(cloud: Cloud, { id, availabilityZone }: TargetRecord, zone: string): boolean {
  const present = availabilityZone ?? ec2State(cloud).instances.find(id)?.AvailabilityZone;
  return present === zone || present === "all";
}

/**
 * The targets that requests go to. With too few healthy ones the load balancer fails open: it uses all.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-health
 */
function candidatesOf(cloud: Cloud, group: TargetGroupRecord): TargetRecord[] {
  const health = healthOfTargets(cloud, group);
  const targets = Object.values(group.targets).map((target) => ({ target, state: health(target).State }));
  const usable = targets.filter(({ state }) => state !== "draining" && state !== "unused");
  const healthy = usable.filter(({ state }) => state === "healthy");
  const minimum = "target_group_health.unhealthy_state_routing.minimum_healthy_targets";
  const count = Number(group.attributes[`${minimum}.count`]);
  const percentage = group.attributes[`${minimum}.percentage`] ?? "off";
  const enough =
    healthy.length >= count &&
    (percentage === "off" || healthy.length * 100 >= Number(percentage) * usable.length);
  return (enough ? healthy : usable).map(({ target }) => target);
}

function view(network: TargetNetwork, target: TargetRecord): TargetView {
  let connection: TargetConnection | undefined;
  return {
    key: `${target.id}:${target.port}`,
    port: target.port,
    ...defined({ healthySince: target.healthySince }),
    connection: () => (connection ??= network.connect(target, target.port)),
  };
}
