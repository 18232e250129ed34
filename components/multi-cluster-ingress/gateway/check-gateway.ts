import type { ArgsCheck } from "../../shared/args-check.ts";
import { wildcardsIn } from "../../shared/routing/pattern.ts";
import { balancersOf } from "../balancer.ts";
import type { ResolvedApp } from "../resolve-app.ts";
import type { ResolvedCreateArgs } from "../resolve.ts";
import { shown } from "../../shared/shown.ts";
import { checkGatewayRoute } from "./check-routes.ts";
import { checkGatewayOrder } from "./check-order.ts";
import { matchedRules, type MatchedRule } from "./precedence.ts";
import { hostKey, hostsAskedFor, planGatewayRoutes, type GatewayRoute } from "./route-plan.ts";

/**
 * What a Gateway cannot do of what an Ingress can.
 *
 * @param listeners that have the rules: not one that redirects everything.
 */
export function checkGateway(check: ArgsCheck<ResolvedCreateArgs>, listeners: number): void {
  const before = check.problems.length;
  if (check.args.groupName !== undefined) {
    check.add(
      "groupName",
      "is for Ingresses that share a load balancer, which a Gateway has for itself; leave it out",
    );
  }
  if (balancersOf(check.args.kind).length > 1) checkBoth(check);
  // The only app of args without `apps` gets all requests, on a port that is a number.
  if (check.args.given.apps === undefined) return;
  for (const app of check.each("apps")) {
    checkPort(app);
    for (const route of app.each("routes")) checkGatewayRoute(route, app.args);
    if (app.args.targetGroupArn === undefined) checkHosts(app, check.args);
  }
  if (check.problems.length === before) checkPlan(check, listeners);
}

/** What there cannot be twice. */
function checkBoth(check: ArgsCheck<ResolvedCreateArgs>): void {
  const { loadBalancerName } = check.args;
  if (loadBalancerName !== undefined) {
    const reason = `is ${shown(loadBalancerName)}, but with an Ingress and a Gateway there are two load balancers, and AWS has a name once; leave it out`;
    check.add("loadBalancerName", reason);
  }
  for (const app of check.each("apps").filter(({ args }) => args.targetGroupArn !== undefined)) {
    app.add(
      "targetGroupArn",
      "is given, but a target group belongs to one load balancer, and with an Ingress and a Gateway there are two; leave it out",
    );
  }
}

function checkPort(app: ArgsCheck<ResolvedApp>): void {
  const { port } = app.args.service;
  if (typeof port === "number" || app.args.targetGroupArn !== undefined) return;
  app
    .at("service")!
    .add("port", `is ${shown(port)}, and routes of a Gateway know ports by number; give the number`);
}

/** A route of a Gateway has its hosts for all of its rules, and a target group of its own. */
function checkHosts(app: ArgsCheck<ResolvedApp>, { defaultAction }: ResolvedCreateArgs): void {
  const { name, routes } = app.args;
  const forwarding = routes.flatMap((route, index) =>
    route.redirect === undefined && route.fixedResponse === undefined
      ? [{ key: hostKey(hostsAskedFor(route)), index }]
      : [],
  );
  const [first] = forwarding;
  const other = forwarding.find(({ key }) => key !== first!.key);
  const remedy = "name the same hosts in all, or let Pulumi make the target groups (targetGroups: pulumi)";
  if (other !== undefined) {
    const reason = `are others than those of apps.${name}.routes[${first!.index}], and a Gateway would have a target group for each; ${remedy}`;
    app.each("routes")[other.index]!.add("hosts", reason);
  } else if (
    "app" in defaultAction &&
    defaultAction.app === name &&
    first !== undefined &&
    first.key !== ""
  ) {
    const reason = `are not all, and with defaultAction.app ${shown(name)} a Gateway would have a target group for others, too; ${remedy}`;
    app.each("routes")[first.index]!.add("hosts", reason);
  }
}

function checkPlan(check: ArgsCheck<ResolvedCreateArgs>, listeners: number): void {
  const routes = planGatewayRoutes(check.args);
  const before = check.problems.length;
  for (const route of routes) checkSize(check, route);
  if (check.problems.length > before) return;
  const rules = matchedRules(routes);
  for (const rule of rules) checkValues(check, rule);
  checkGatewayOrder(check, rules);
  checkCount(check, rules.length, listeners);
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec */
const MOST = { hosts: 16, rules: 16, matches: 64, allMatches: 128 } as const;

function checkSize(check: ArgsCheck<ResolvedCreateArgs>, { app, hosts, rules }: GatewayRoute): void {
  const counts = rules.map(({ matches }) => matches.length);
  const problems = [
    ["hosts", hosts.length, MOST.hosts],
    ["rules", rules.length, MOST.rules],
    ["paths and methods in one rule", Math.max(...counts), MOST.matches],
    ["paths and methods", counts.reduce((sum, count) => sum + count, 0), MOST.allMatches],
  ] as const;
  const [what, count, most] = problems.find(([, found, limit]) => found > limit) ?? [];
  if (count === undefined) return;
  const place = check.each("apps").find(({ args }) => args.name === app)!;
  place.add(
    "routes",
    `have ${count} ${what} for the same hosts, and a route of a Gateway at most ${most}; use fewer, or an Ingress (kind: ingress)`,
  );
}

/** The controller makes one rule of each match under each host, and AWS limits its values; an Ingress is split. */
function checkValues(check: ArgsCheck<ResolvedCreateArgs>, { rule, match, host }: MatchedRule): void {
  const { conditionValuesPerRule, conditionWildcardsPerRule } = check.args.quotas;
  const paths =
    match.path.type === "Exact" ? [match.path.value] : match.path.value === "/" ? ["/*"] : ["", "/*"];
  const values = [
    ...(host === undefined ? [] : [host]),
    ...paths,
    ...match.headers.flatMap(({ values: some }) => some),
    ...match.query.map(({ value }) => value),
    ...(match.method === undefined ? [] : [match.method]),
    ...rule.sourceCidrs,
  ];
  const wildcards = values.reduce((sum, value) => sum + wildcardsIn(value), 0);
  if (values.length <= conditionValuesPerRule && wildcards <= conditionWildcardsPerRule) return;
  const route = check
    .each("apps")
    .find(({ args }) => args.name === rule.app)!
    .each("routes")[rule.route!]!;
  if (check.problems.some(({ path }) => path === route.place.path)) return;
  const sum = values.length > conditionValuesPerRule ? `${values.length} values` : `${wildcards} wildcards`;
  const most = values.length > conditionValuesPerRule ? conditionValuesPerRule : conditionWildcardsPerRule;
  route.addAt(
    route.place,
    `needs rules with ${sum} (one host, one path of which a prefix counts twice, one method, all of headers, query and sourceCidrs), and a rule has at most ${most}; make several routes of it`,
  );
}

/** AWS counts the rules of all listeners. The redirect to HTTPS is one of them. */
function checkCount(check: ArgsCheck<ResolvedCreateArgs>, rules: number, listeners: number): void {
  const { tls, quotas } = check.args;
  const count = rules * listeners + Number(tls?.redirectHttp === true);
  const most = quotas.rulesPerLoadBalancer;
  if (count <= most) return;
  check.add(
    "apps",
    `need ${count} rules behind a Gateway, one for each host with each path and method, and a load balancer has at most ${most}; ` +
      "use fewer, or have the quota raised and say so by quotas.rulesPerLoadBalancer",
  );
}
