import type { Cloud } from "../sim/core/cloud.ts";
import type { RuleCondition } from "../sim/aws/elbv2/shapes.ts";

/** What the last rule takes that is put before those of the fleet. */
export const LAST_RULE_PATH = "/last/page";

/** Puts rules before those of the fleet, by host and by path in turns, that forward to where the fleet's first one does. */
export function putRulesFirst(cloud: Cloud, LoadBalancerArn: string, count: number): void {
  const caller = cloud.administrator;
  const { Listeners } = cloud.call(caller, "elasticloadbalancing", "DescribeListeners", { LoadBalancerArn });
  const { ListenerArn } = Listeners[0]!;
  const { Rules } = cloud.call(caller, "elasticloadbalancing", "DescribeRules", { ListenerArn });
  const { RuleArn, Actions } = Rules[0]!;
  cloud.call(caller, "elasticloadbalancing", "SetRulePriorities", {
    RulePriorities: [{ RuleArn, Priority: 50_000 }],
  });
  for (let Priority = 1; Priority <= count; Priority += 1) {
    const Conditions = [Priority === count ? pathIs("/last") : conditionOf(Priority)];
    cloud.call(caller, "elasticloadbalancing", "CreateRule", { ListenerArn, Priority, Conditions, Actions });
  }
}

function conditionOf(number: number): RuleCondition {
  if (number % 2 === 0) return pathIs(`/app-${number}`);
  return { Field: "host-header", HostHeaderConfig: { Values: [`app-${number}.example.com`] } };
}

/** A path and all below it, as an Ingress's path of type Prefix. */
function pathIs(path: string): RuleCondition {
  return { Field: "path-pattern", PathPatternConfig: { Values: [path, `${path}/*`] } };
}
