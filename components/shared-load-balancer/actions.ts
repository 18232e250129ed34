import type * as aws from "@pulumi/aws";
import type { SharedTargetGroups } from "../shared-target-groups/index.ts";
import { defined } from "../shared/defined.ts";
import { targetsOf } from "../shared/load-balancer/traffic.ts";
import { defaultRuleAction } from "../shared/routing/plan.ts";
import type { FixedResponse, RouteRedirect } from "../shared/routing/route.ts";
import type { RuleAction } from "../shared/routing/rule.ts";
import type { ResolvedSharedLoadBalancerArgs } from "./resolve.ts";

/** What rules and listeners do alike. */
type Action = aws.types.input.lb.ListenerRuleAction & aws.types.input.lb.ListenerDefaultAction;

/** Where HTTP clients are sent when HTTPS is there. */
export const TO_HTTPS: Action = {
  type: "redirect",
  redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
};

/** The action of a rule of an app. */
export function ruleAction(
  action: RuleAction,
  app: string,
  args: ResolvedSharedLoadBalancerArgs,
  targetGroups: SharedTargetGroups,
): Action {
  switch (action.type) {
    case "forward":
      return forward(app, args, targetGroups);
    case "redirect":
      return redirect(action.redirect);
    case "fixedResponse":
      return fixedResponse(action.fixedResponse);
  }
}

/** The action for requests that no route takes. */
export function defaultAction(
  args: ResolvedSharedLoadBalancerArgs,
  targetGroups: SharedTargetGroups,
): Action {
  const action = defaultRuleAction(args.defaultAction);
  return ruleAction(action, "app" in action ? action.app : "", args, targetGroups);
}

function forward(
  app: string,
  args: ResolvedSharedLoadBalancerArgs,
  { targetGroupArns, targetGroupArnsByCluster }: SharedTargetGroups,
): Action {
  const duration = args.clusterStickinessSeconds;
  const targetGroups = targetsOf(app, args).map(({ cluster, weight }) => ({
    arn: cluster === undefined ? targetGroupArns[app]! : targetGroupArnsByCluster[app]![cluster]!,
    weight,
  }));
  const stickiness = duration === undefined ? undefined : { enabled: true, duration };
  return { type: "forward", forward: { targetGroups, ...defined({ stickiness }) } };
}

function redirect({ port, statusCode, ...others }: Required<RouteRedirect>): Action {
  return { type: "redirect", redirect: { ...others, port: String(port), statusCode: `HTTP_${statusCode}` } };
}

function fixedResponse({ statusCode, contentType, body }: Required<FixedResponse>): Action {
  return {
    type: "fixed-response",
    fixedResponse: { contentType, messageBody: body, statusCode: String(statusCode) },
  };
}
