import { transformsOf, withoutSlash } from "./rewrite.ts";
import {
  FIXED_RESPONSE_DEFAULTS,
  REDIRECT_DEFAULTS,
  type AppRoutes,
  type DefaultAction,
  type FixedResponse,
  type PathPrefix,
  type Route,
  type RoutePath,
  type RouteRedirect,
  type RoutingQuotas,
} from "./route.ts";
import type { DefaultRuleAction, PlannedRule, RuleAction, RuleConditions } from "./rule.ts";
import { conditionsOf, splitConditions } from "./split.ts";
import { defined } from "../defined.ts";

type Quotas = Required<RoutingQuotas>;

/**
 * The rules of apps in the order in which the load balancer tries them. A route with more values or wildcards than a rule
 * may have becomes several.
 *
 * @param apps in the order in which their routes are tried; checked.
 */
export function planRules(apps: readonly AppRoutes[], quotas: Quotas): readonly PlannedRule[] {
  return apps.flatMap(({ name, routes }) =>
    routes.flatMap((route, index) =>
      (rulesOfRoute(route, quotas) ?? []).map((rule, part) => ({ app: name, route: index, part, ...rule })),
    ),
  );
}

/** Whether requests go to targets of an app, so that it has a target group. */
export function hasTargets({ name, routes }: AppRoutes, defaultAction: DefaultAction): boolean {
  return isDefault(name, defaultAction) || routes.some((route) => actionOf(route).type === "forward");
}

/** What is done with requests that no route takes. */
export function defaultRuleAction(action: DefaultAction): DefaultRuleAction {
  return "app" in action ? { type: "forward", app: action.app } : answerOf(action)!;
}

/** Rules of one route; undefined where it cannot be split into such as AWS takes. */
export function rulesOfRoute(
  route: Route,
  quotas: Quotas,
): readonly Pick<PlannedRule, "conditions" | "action" | "transforms">[] | undefined {
  const parts = partsOf(route).map(({ paths, prefix }) => {
    const conditions = splitConditions(conditionsOf(route, paths.flatMap(patternsOf)), quotas);
    return conditions?.map((one) => rule(route, one, prefix));
  });
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

function rule(
  route: Route,
  conditions: RuleConditions,
  prefix: string | undefined,
): Pick<PlannedRule, "conditions" | "action" | "transforms"> {
  return { conditions, action: actionOf(route), transforms: transformsOf(route.rewrite, prefix) };
}

/** A rule replaces one prefix; the longer come first, so that a path which has both loses the longer one. */
function partsOf({ paths = [], rewrite }: Route): { paths: readonly RoutePath[]; prefix?: string }[] {
  if (rewrite?.prefix === undefined) return [{ paths }];
  return paths
    .filter((path): path is PathPrefix => "prefix" in path)
    .sort((a, b) => b.prefix.length - a.prefix.length)
    .map((path) => ({ paths: [path], prefix: path.prefix }));
}

function patternsOf(path: RoutePath): string[] {
  if ("exact" in path) return [path.exact];
  if ("pattern" in path) return [path.pattern];
  const prefix = withoutSlash(path.prefix);
  return prefix === "" ? ["/*"] : [prefix, `${prefix}/*`];
}

function actionOf(route: Route): RuleAction {
  return answerOf(route) ?? { type: "forward" };
}

/** An answer that needs no targets, if that is what is asked for. */
export function answerOf(of: {
  readonly redirect?: RouteRedirect;
  readonly fixedResponse?: FixedResponse;
}): Exclude<RuleAction, { readonly type: "forward" }> | undefined {
  if (of.redirect !== undefined) {
    return { type: "redirect", redirect: { ...REDIRECT_DEFAULTS, ...defined(of.redirect) } };
  }
  if (of.fixedResponse === undefined) return undefined;
  return {
    type: "fixedResponse",
    fixedResponse: { ...FIXED_RESPONSE_DEFAULTS, ...defined(of.fixedResponse) },
  };
}

function isDefault(name: string, defaultAction: DefaultAction): boolean {
  return "app" in defaultAction && defaultAction.app === name;
}
