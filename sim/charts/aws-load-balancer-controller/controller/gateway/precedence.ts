import type { Route, RouteMatch, RouteRule } from "../kubernetes/gateway-objects.ts";
import { namespacedName } from "../kubernetes/objects.ts";

/** One match of a route's rule under one host name: what becomes a rule of the load balancer. */
export interface MatchedRule {
  readonly route: Route;
  readonly rule: RouteRule;
  /** Empty: a rule without matches takes everything. */
  readonly match: RouteMatch;
  /** Empty: any. */
  readonly hostname: string;
}

/**
 * What the rules of a port's routes come to, the most specific one first, as the Gateway API has it. Facts:
 * pkg/gateway/routeutils/route_rule_precedence.go.
 */
export function rulesByPrecedence(routes: readonly Route[]): readonly MatchedRule[] {
  const rules = routes
    .toSorted(compareRoutes)
    .flatMap((route) =>
      (route.spec.rules ?? []).flatMap((rule) =>
        (rule.matches?.length ? rule.matches : [{}]).flatMap((match) =>
          hostnamesOf(route).map((hostname) => ({ route, rule, match, hostname })),
        ),
      ),
    );
  return rules.sort((a, b) => compareHostnames(a.hostname, b.hostname) || compareMatches(a.match, b.match));
}

function hostnamesOf({ spec: { hostnames = [] } }: Route): readonly string[] {
  return hostnames.length > 0 ? hostnames.toSorted() : [""];
}

/** The older route first. */
function compareRoutes(a: Route, b: Route): number {
  const orderOf = (route: Route) => `${route.metadata.creationTimestamp} ${namespacedName(route)}`;
  return orderOf(a) < orderOf(b) ? -1 : 1;
}

function compareMatches(a: RouteMatch, b: RouteMatch): number {
  const [first, second] = [specificity(a), specificity(b)];
  const different = first.findIndex((value, index) => value !== second[index]);
  return different < 0 ? 0 : second[different]! - first[different]!;
}

const PATH_TYPES = ["PathPrefix", "Exact"];

/** The weightiest first. */
function specificity({ path, method, headers = [], queryParams = [] }: RouteMatch): readonly number[] {
  const called = typeof method === "object" ? method : undefined;
  const type = called === undefined ? path?.type : (called.type ?? "Exact");
  return [
    PATH_TYPES.indexOf(type ?? "") + 1,
    called === undefined ? (path?.value.length ?? 0) : (called.service?.length ?? 0),
    called?.method?.length ?? 0,
    Number(typeof method === "string"),
    headers.length,
    queryParams.length,
  ];
}

/** Negative where the first is the more specific one. No name at all is the least specific. */
function compareHostnames(a: string, b: string): number {
  return (
    Number(a === "") - Number(b === "") ||
    Number(a.startsWith("*.")) - Number(b.startsWith("*.")) ||
    b.split(".").length - a.split(".").length ||
    b.length - a.length
  );
}
