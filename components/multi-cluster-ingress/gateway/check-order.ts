import type { ArgsCheck } from "../../shared/args-check.ts";
import type { ResolvedCreateArgs } from "../resolve.ts";
import { comparePrecedence, mayMeet, type MatchedRule } from "./precedence.ts";
import type { GatewayRule, GatewayRulePlace } from "./route-plan.ts";

/** A route, and one before it that the load balancer would try after it, or perhaps so. */
interface Disorder {
  readonly route: GatewayRulePlace;
  readonly before: GatewayRulePlace;
  /** Whether it depends on which of them was made first. */
  readonly isTie: boolean;
}

/**
 * Routes are tried in the order in which they stand, and those of a Gateway in an order of its own. Where that makes a
 * difference to a request, it is refused.
 */
export function checkGatewayOrder(check: ArgsCheck<ResolvedCreateArgs>, rules: readonly MatchedRule[]): void {
  const ordered = inOrder(check.args, rules);
  for (const { route, before, isTie } of distinct(disorders(ordered))) {
    const reason = isTie
      ? `is as specific as ${placeText(before)} to a Gateway, which tries the older one of the two first; tell them apart by host, path or method`
      : `goes before ${placeText(before)} by the Gateway API, which tries the more specific one first, and some requests are for both; put it first here, too, or tell them apart by host, path or method`;
    const place = check.each("apps").find(({ args }) => args.name === route.app);
    if (place === undefined || route.route === undefined) check.add("defaultAction", reason);
    else place.at("routes")!.add(route.route, reason);
  }
}

/** As the configuration has them; what is done by default comes last. */
function inOrder({ apps }: ResolvedCreateArgs, rules: readonly MatchedRule[]): readonly MatchedRule[] {
  const rankOf = ({ rule: { app, route } }: MatchedRule) =>
    route === undefined ? [apps.length, 0] : [apps.findIndex(({ name }) => name === app), route];
  return rules.toSorted((one, other) => {
    const [[app = 0, route = 0], [otherApp = 0, otherRoute = 0]] = [rankOf(one), rankOf(other)];
    return app - otherApp || route - otherRoute;
  });
}

function disorders(rules: readonly MatchedRule[]): readonly Disorder[] {
  return rules.flatMap((rule, index) =>
    rules.slice(0, index).flatMap((earlier): Disorder[] => {
      const order = comparePrecedence(rule, earlier);
      const isTie = order === 0;
      if (order > 0 || (isTie && rule.route === earlier.route)) return [];
      if (sameOutcome(rule.rule, earlier.rule) || !mayMeet(rule, earlier)) return [];
      return [{ route: rule.rule, before: earlier.rule, isTie }];
    }),
  );
}

/** Of one route all rules do the same. */
function sameOutcome(one: GatewayRule, other: GatewayRule): boolean {
  return isSamePlace(one, other) || outcomeOf(one) === outcomeOf(other);
}

function outcomeOf({ app, action, rewrite }: GatewayRule): string {
  return JSON.stringify([action.type === "forward" ? app : "", action, rewrite]);
}

function isSamePlace(one: GatewayRulePlace, other: GatewayRulePlace): boolean {
  return one.app === other.app && one.route === other.route;
}

function distinct(all: readonly Disorder[]): readonly Disorder[] {
  return all.filter((one, index) => all.findIndex(({ route }) => isSamePlace(route, one.route)) === index);
}

function placeText({ app, route }: GatewayRulePlace): string {
  return route === undefined ? "defaultAction" : `apps.${app!}.routes[${route}]`;
}
