/**
 * The order of the Gateway API, in which the controller sorts all rules of a listener: hosts, kinds and lengths of paths,
 * methods, headers, query; then the age of routes, which nobody decides (pkg/gateway/routeutils/route_rule_precedence.go).
 */
import { defined } from "../../shared/defined.ts";
import { cidrsOverlap, parseCidr } from "../../shared/cidr.ts";
import { withoutSlash } from "../../shared/routing/rewrite.ts";
import type { GatewayMatch, GatewayPath, GatewayRoute, GatewayRule } from "./route-plan.ts";

/** One match of a rule under one host: a rule of the load balancer. */
export interface MatchedRule {
  readonly route: GatewayRoute;
  readonly rule: GatewayRule;
  readonly match: GatewayMatch;
  /** Undefined: any. */
  readonly host: string | undefined;
}

/** In the order in which routes and rules stand. */
export function matchedRules(routes: readonly GatewayRoute[]): readonly MatchedRule[] {
  return routes.flatMap((route) =>
    route.rules.flatMap((rule) =>
      rule.matches.flatMap((match) =>
        (route.hosts.length === 0 ? [undefined] : route.hosts).map((host) => ({ route, rule, match, host })),
      ),
    ),
  );
}

/** Negative where the first goes first; 0 where only the age of their routes decides, or their order in one. */
export function comparePrecedence(one: MatchedRule, other: MatchedRule): number {
  const [first, second] = [specificity(one), specificity(other)];
  const different = first.findIndex((value, index) => value !== second[index]);
  return different < 0 ? 0 : second[different]! - first[different]!;
}

/** The weightiest first. */
function specificity({ route, match, host }: MatchedRule): readonly number[] {
  const { path, method, headers, query } = match;
  return [
    ...hostSpecificity(host),
    ...(route.kind === "GRPCRoute" ? callSpecificity(path) : pathSpecificity(path)),
    Number(method !== undefined),
    headers.length,
    query.length,
  ];
}

function hostSpecificity(host: string | undefined): readonly number[] {
  if (host === undefined) return [0, 0, 0];
  return [host.startsWith("*.") ? 1 : 2, host.split(".").length, host.length];
}

function pathSpecificity({ type, value }: GatewayPath): readonly number[] {
  return [type === "Exact" ? 3 : 2, value.length, 0];
}

/** Of gRPC a path is a service, and its method. */
function callSpecificity({ value }: GatewayPath): readonly number[] {
  const { service, method } = callOf(value);
  return [service === undefined ? 0 : 3, service?.length ?? 0, method?.length ?? 0];
}

/** `/service/Method` */
export function callOf(path: string): { readonly service?: string; readonly method?: string } {
  const [, service, method] = path.split("/");
  return defined({ service: service || undefined, method: method || undefined });
}

/** Whether one request can be for both. It errs to one side: where it says no, that is so. */
export function mayMeet(one: MatchedRule, other: MatchedRule): boolean {
  return (
    hostsMeet(one.host, other.host) &&
    pathsMeet(one.match.path, other.match.path) &&
    (one.match.method ?? other.match.method) === (other.match.method ?? one.match.method) &&
    headersMeet(one.match, other.match) &&
    sourcesMeet(one.rule.sourceCidrs, other.rule.sourceCidrs)
  );
}

function hostsMeet(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return true;
  return coversHost(one, other) || coversHost(other, one);
}

function coversHost(wildcard: string, host: string): boolean {
  return wildcard.startsWith("*.") && host.endsWith(wildcard.slice(1));
}

function pathsMeet(one: GatewayPath, other: GatewayPath): boolean {
  if (one.type === "Exact" && other.type === "Exact") return one.value === other.value;
  return (
    (one.type === "PathPrefix" && isBelow(one.value, other.value)) ||
    (other.type === "PathPrefix" && isBelow(other.value, one.value))
  );
}

function isBelow(prefix: string, path: string): boolean {
  const stem = withoutSlash(prefix);
  return path === stem || path.startsWith(`${stem}/`);
}

function headersMeet(one: GatewayMatch, other: GatewayMatch): boolean {
  return one.headers.every(({ name, values }) => {
    const same = other.headers.find((header) => header.name.toLowerCase() === name.toLowerCase());
    return same === undefined || same.values.some((value) => includesAnyCase(values, value));
  });
}

function includesAnyCase(values: readonly string[], wanted: string): boolean {
  return values.some((value) => value.toLowerCase() === wanted.toLowerCase());
}

function sourcesMeet(one: readonly string[], other: readonly string[]): boolean {
  if (one.length === 0 || other.length === 0) return true;
  return one.some((a) => other.some((b) => cidrsOverlap(parseCidr(a)!, parseCidr(b)!)));
}
