import { defined } from "../../shared/defined.ts";
import { fingerprint } from "../../shared/revision.ts";
import { answerOf, defaultRuleAction, hasTargets } from "../../shared/routing/plan.ts";
import { withoutSlash } from "../../shared/routing/rewrite.ts";
import type {
  DefaultAction,
  Route,
  RouteHeader,
  RoutePath,
  RouteRewrite,
} from "../../shared/routing/route.ts";
import type { RuleAction } from "../../shared/routing/rule.ts";
import type { ResolvedApp } from "../resolve-app.ts";

/** The kinds of routes that an Application Load Balancer serves. */
export type GatewayRouteKind = "HTTPRoute" | "GRPCRoute";

/** A route of a Gateway: rules for the same hosts. */
export interface GatewayRoute {
  readonly kind: GatewayRouteKind;
  readonly name: string;
  /** Undefined where it answers what no app does. */
  readonly app?: string;
  /** In small letters; none for all. */
  readonly hosts: readonly string[];
  readonly rules: readonly GatewayRule[];
}

export interface GatewayRule extends GatewayRulePlace {
  readonly matches: readonly GatewayMatch[];
  readonly action: RuleAction;
  readonly rewrite?: RouteRewrite;
  readonly sourceCidrs: readonly string[];
}

/** Where the configuration has it; without a route it is what is done by default. */
export interface GatewayRulePlace {
  readonly app?: string;
  readonly route?: number;
}

/** Of which one must hold. */
export interface GatewayMatch {
  readonly path: GatewayPath;
  readonly method?: string;
  readonly headers: readonly RouteHeader[];
  readonly query: readonly { readonly key: string; readonly value: string }[];
}

export interface GatewayPath {
  readonly type: "Exact" | "PathPrefix";
  readonly value: string;
}

const EVERY_PATH: GatewayPath = { type: "PathPrefix", value: "/" };

/** What the routes of a Gateway are made from. */
export interface GatewayRouting {
  readonly gatewayName: string;
  readonly apps: readonly ResolvedApp[];
  readonly defaultAction: DefaultAction;
}

/** A rule, and the hosts that it is for. */
interface HostedRule {
  readonly hosts: readonly string[];
  readonly rule: GatewayRule;
}

/**
 * Routes of a Gateway. One has its hosts for all of its rules, and the controller makes a target group for each route and
 * Service: so an app has one for each set of hosts.
 *
 * @param routing whose routes can be said in the Gateway API: checked.
 */
export function planGatewayRoutes(routing: GatewayRouting): readonly GatewayRoute[] {
  const { apps, defaultAction, gatewayName } = routing;
  const byDefault = defaultRule(routing);
  const routes = apps.flatMap((app) => routesOf(app, byDefault?.app === app.name ? byDefault : undefined));
  return byDefault === undefined || "app" in defaultAction
    ? routes
    : [...routes, { kind: "HTTPRoute", name: `${gatewayName}-default`, hosts: [], rules: [byDefault] }];
}

/** For requests that no route takes; undefined where the load balancer's own answer is as good, or never asked for. */
function defaultRule({ apps, defaultAction }: GatewayRouting): GatewayRule | undefined {
  if (isControllers(defaultAction) || apps.some(({ routes }) => routes.some(takesEverything)))
    return undefined;
  const action = defaultRuleAction(defaultAction);
  const matches = [{ path: EVERY_PATH, headers: [], query: [] }];
  return action.type === "forward"
    ? { app: action.app, matches, action: { type: "forward" }, sourceCidrs: [] }
    : { matches, action, sourceCidrs: [] };
}

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/l7gateway/ */
function isControllers(action: DefaultAction): boolean {
  if (!("fixedResponse" in action)) return false;
  const { statusCode, body = "", contentType = "text/plain" } = action.fixedResponse;
  return statusCode === 404 && body === "" && contentType === "text/plain";
}

function takesEverything({ hosts, paths = [], headers, query, methods, sourceCidrs }: Route): boolean {
  const isAsked = [hosts, headers, query, methods, sourceCidrs].some((one) => one !== undefined);
  return !isAsked && (paths.length === 0 || paths.some((path) => "prefix" in path && path.prefix === "/"));
}

function routesOf(app: ResolvedApp, byDefault: GatewayRule | undefined): readonly GatewayRoute[] {
  const { name, protocolVersion, targetGroupArn } = app;
  const rules: readonly HostedRule[] = [
    ...app.routes.flatMap((route, index) => rulesOf(name, route, index)),
    ...(byDefault === undefined ? [] : [{ hosts: [], rule: byDefault }]),
  ];
  const main = targetGroupArn === undefined ? hostKey(rules.find(isForward)?.hosts) : undefined;
  const groups = Map.groupBy(rules, ({ hosts }) => hostKey(hosts));
  return [...groups].map(([key, group]) => ({
    kind: protocolVersion === "GRPC" ? "GRPCRoute" : "HTTPRoute",
    name: key === main ? name : `${name}-${digest(key)}`,
    app: name,
    hosts: group[0]!.hosts,
    rules: group.map(({ rule }) => rule),
  }));
}

function isForward({ rule }: HostedRule): boolean {
  return rule.action.type === "forward";
}

/** Undefined for no hosts at all; the same for the same hosts in another order. */
export function hostKey(hosts: readonly string[] | undefined): string | undefined {
  return hosts && [...hosts].sort().join(",");
}

/** Names of what a change of its contents makes another one of, so that the old one goes after the new one has come. */
export function digest(text: string | undefined): string {
  return fingerprint(text ?? "").slice(0, 8);
}

export function hostsAskedFor({ hosts = [] }: Route): readonly string[] {
  return hosts.map((host) => host.toLowerCase());
}

/** Where a prefix is replaced each match is a rule of its own: the Gateway API wants it so. */
function rulesOf(app: string, route: Route, index: number): readonly HostedRule[] {
  const { rewrite, sourceCidrs = [] } = route;
  const matches = matchesOf(route);
  const parts = rewrite?.prefix === undefined ? [matches] : matches.map((match) => [match]);
  return parts.map((part) => ({
    hosts: hostsAskedFor(route),
    rule: {
      app,
      route: index,
      matches: part,
      action: answerOf(route) ?? { type: "forward" },
      ...defined({ rewrite }),
      sourceCidrs,
    },
  }));
}

function matchesOf({ paths, methods, headers = [], query = [] }: Route): readonly GatewayMatch[] {
  const asked = { headers, query: query.map(({ key = "", value }) => ({ key, value })) };
  return (paths?.map(pathOf) ?? [EVERY_PATH]).flatMap((path) =>
    methods === undefined ? [{ path, ...asked }] : methods.map((method) => ({ path, method, ...asked })),
  );
}

function pathOf(path: RoutePath): GatewayPath {
  if ("exact" in path) return { type: "Exact", value: path.exact };
  // A pattern is refused.
  const prefix = "prefix" in path ? withoutSlash(path.prefix) : "";
  return { type: "PathPrefix", value: prefix === "" ? "/" : prefix };
}

/** Whether the controller makes a target group for an app. */
export function hasControllersGroup(app: ResolvedApp, defaultAction: DefaultAction): boolean {
  return app.targetGroupArn === undefined && hasTargets(app, defaultAction);
}
