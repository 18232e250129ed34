import type { Listener, Rule } from "../../sim/aws/elbv2/shapes.ts";
import type { Cloud } from "../../sim/core/cloud.ts";

/** A target group that a rule forwards to. */
export interface Forwarding {
  readonly targetGroupArn: string;
  readonly weight: number;
}

export function listenersOf(cloud: Cloud, LoadBalancerArn: string): readonly Listener[] {
  const { Listeners } = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeListeners", {
    LoadBalancerArn,
  });
  return Listeners;
}

/** Rules of a listener in the order in which they are tried, the default rule last. */
export function rulesOf(cloud: Cloud, ListenerArn: string): readonly Rule[] {
  return cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeRules", { ListenerArn }).Rules;
}

/** Where a rule forwards to; empty where the load balancer answers by itself. */
export function forwardingsOf({ Actions }: Rule): Forwarding[] {
  return Actions.flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? []).map(
    ({ TargetGroupArn = "", Weight = 1 }) => ({ targetGroupArn: TargetGroupArn, weight: Weight }),
  );
}
