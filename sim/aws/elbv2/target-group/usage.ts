/** Who uses which target group: what listeners and rules forward to. */
import type { TargetGroupRecord } from "../records.ts";
import type { Action } from "../shapes.ts";
import type { Cloud } from "../../../core/cloud.ts";
import { AwsError } from "../../../core/errors.ts";
import { quotaOf } from "../quotas.ts";
import type { Elbv2State } from "../state.ts";

/** ARNs of the target groups that the actions forward to. */
export function forwardedTo(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => [
    ...(action.TargetGroupArn === undefined ? [] : [action.TargetGroupArn]),
    ...(action.ForwardConfig?.TargetGroups ?? []).flatMap(({ TargetGroupArn: arn }) => arn ?? []),
  ]);
}

function forwardsTo({ TargetGroupArn, ForwardConfig }: Action, arn: string): boolean {
  if (TargetGroupArn === arn) return true;
  return ForwardConfig?.TargetGroups?.some((group) => group.TargetGroupArn === arn) ?? false;
}

/** ARNs of the load balancers that send requests to the target group. A target group has at most one. */
export function loadBalancersOf(state: Elbv2State, targetGroupArn: string): string[] {
  const arns = state.rules
    .where(({ actions }) => actions.some((action) => forwardsTo(action, targetGroupArn)))
    .map(({ listenerArn }) => state.listeners.get(listenerArn).loadBalancerArn);
  return [...new Set(arns)];
}

/** The target groups that the load balancer sends requests to. */
export function targetGroupsOf(state: Elbv2State, loadBalancerArn: string): TargetGroupRecord[] {
  const listeners = state.listeners.where((listener) => listener.loadBalancerArn === loadBalancerArn);
  const listenerArns = new Set(listeners.map(({ arn }) => arn));
  const rules = state.rules.where(({ listenerArn }) => listenerArns.has(listenerArn));
  const used = new Set(rules.flatMap(({ actions }) => forwardedTo(actions)));
  return state.targetGroups.where(({ arn }) => used.has(arn));
}

/** How often targets are registered in the groups. */
export function countTargets(groups: readonly TargetGroupRecord[]): number {
  return groups.reduce((sum, { targets }) => sum + Object.keys(targets).length, 0);
}

/**
 * Words: https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2302
 *
 * @param count of the targets that a load balancer is to have.
 * @throws AwsError TooManyTargets
 */
export function checkTargetCount(cloud: Cloud, loadBalancerArn: string, count: number): void {
  const limit = quotaOf(cloud, "targets-per-application-load-balancer");
  if (count <= limit) return;
  throw new AwsError(
    "TooManyTargets",
    `The maximum number of targets per load balancer '${limit}' has been reached on load balancer '${loadBalancerArn}'`,
  );
}
