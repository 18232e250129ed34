/** A listener's rules and the targets behind them, compiled for one state of the cloud. */
import type { Cloud } from "../core/cloud.ts";
import { defined } from "../core/defined.ts";
import { NotSimulated } from "../core/errors.ts";
import { responseHeaders } from "../aws/elbv2/listener/attributes.ts";
import type { LoadBalancerRecord } from "../aws/elbv2/records.ts";
import { rulesOf } from "../aws/elbv2/rule/rule.ts";
import type { Action, FixedResponseConfig, RedirectConfig } from "../aws/elbv2/shapes.ts";
import { elbv2State } from "../aws/elbv2/state.ts";
import { isApplicationListener, type ApplicationListener } from "./application-listener.ts";
import { compileConditions, type Test } from "./conditions.ts";
import { compileRewrite, type Rewrite } from "./rewrite.ts";
import { compileGroup, type TargetGroupView } from "./target-group-view.ts";
import { compileWebAcl, type WebAcl } from "./web-acl.ts";

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
