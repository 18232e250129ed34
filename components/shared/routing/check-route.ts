import type { ArgsCheck } from "../args-check.ts";
import { checkAnswer } from "./check-answer.ts";
import { ROUTE_FORMS } from "./forms.ts";
import { rulesOfRoute } from "./plan.ts";
import { withoutSlash } from "./rewrite.ts";
import type { Route, RouteHeader, RoutePath, RouteQuery, RoutingQuotas } from "./route.ts";

type Quotas = Required<RoutingQuotas>;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SourceIpConditionConfig.html */
const REFUSED_SOURCE = "255.255.255.255/32";

/** Checks one route by itself. */
export function checkRoute(route: ArgsCheck<Route>, quotas: Quotas): void {
  const before = route.problems.length;
  checkConditions(route);
  checkAction(route);
  checkRewrite(route);
  if (route.problems.length === before) checkSplit(route, quotas);
}

function checkConditions(route: ArgsCheck<Route>): void {
  for (const key of ["hosts", "paths", "headers", "query", "methods", "sourceCidrs"] as const) {
    if (route.args[key]?.length === 0)
      route.add(key, "is empty; leave it out, or say what requests must have");
  }
  route.texts("hosts", ROUTE_FORMS.host);
  route.distinct("hosts");
  for (const path of route.each("paths")) checkPath(path);
  for (const header of route.each("headers")) checkHeader(header);
  for (const entry of route.each("query")) checkQuery(entry);
  route.texts("methods", ROUTE_FORMS.method);
  route.distinct("methods");
  checkSources(route);
}

function checkPath(path: ArgsCheck<RoutePath>): void {
  const kinds = (["exact", "prefix", "pattern"] as const).filter((kind) => kind in path.args);
  if (kinds.length !== 1) {
    path.addAt(path.place, `has ${kinds.join(" and ") || "nothing"}; give one of exact, prefix, pattern`);
  }
  for (const kind of kinds) path.text(kind, ROUTE_FORMS[kind]);
}

function checkHeader(header: ArgsCheck<RouteHeader>): void {
  const { name, values } = header.args;
  header.text("name", ROUTE_FORMS.headerName);
  if (name.toLowerCase() === "host") header.add("name", `is "${name}"; use hosts for the host`);
  if (values.length === 0) header.add("values", "is empty; give at least one value");
  header.texts("values", ROUTE_FORMS.headerValue);
  header.distinct("values");
}

function checkQuery(entry: ArgsCheck<RouteQuery>): void {
  entry.text("key", ROUTE_FORMS.query);
  entry.text("value", ROUTE_FORMS.query);
}

function checkSources(route: ArgsCheck<Route>): void {
  route.cidrs("sourceCidrs", "203.0.113.0/24");
  const sources = route.at("sourceCidrs");
  const refused = sources?.args.indexOf(REFUSED_SOURCE) ?? -1;
  if (refused >= 0) sources!.add(refused, `is "${REFUSED_SOURCE}", which AWS refuses; leave it out`);
}

function checkAction(route: ArgsCheck<Route>): void {
  const { redirect, fixedResponse } = route.args;
  if (redirect !== undefined && fixedResponse !== undefined) {
    route.add("fixedResponse", "does not go with redirect; leave one of the two out");
  }
  checkAnswer(route);
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html */
function checkRewrite(route: ArgsCheck<Route>): void {
  const rewrite = route.at("rewrite");
  if (rewrite === undefined) return;
  const { prefix, path, host } = rewrite.args;
  if (route.args.redirect !== undefined || route.args.fixedResponse !== undefined) {
    route.add("rewrite", "has no effect, as the app does not get the request; leave it out");
  }
  if (prefix === undefined && path === undefined && host === undefined) {
    route.add("rewrite", "is empty; give prefix, path or host, or leave it out");
  }
  if (prefix !== undefined && path !== undefined) {
    rewrite.add("path", "does not go with prefix; leave one of the two out");
  }
  rewrite.text("prefix", ROUTE_FORMS.rewrittenPath);
  rewrite.text("path", ROUTE_FORMS.rewrittenPath);
  rewrite.text("host", ROUTE_FORMS.rewrittenHost);
  if (prefix !== undefined) rewrite.add("prefix", prefixProblem(route.args, prefix));
}

function prefixProblem({ paths = [] }: Route, replacement: string): string | undefined {
  if (paths.length === 0 || !paths.every((path) => "prefix" in path)) {
    return "needs paths that are all prefixes, of which it replaces the one that matched; use path, or other paths";
  }
  const same = paths.find(({ prefix }) => withoutSlash(prefix) === withoutSlash(replacement));
  return (
    same && `is "${replacement}", as is the prefix that it would replace; leave it out, or use another one`
  );
}

/** What a rule cannot have even with one value of each condition. */
function checkSplit(route: ArgsCheck<Route>, quotas: Quotas): void {
  if (rulesOfRoute(route.args, quotas) !== undefined) return;
  const { hosts, paths, methods, sourceCidrs, headers = [], query = [] } = route.args;
  const lists = [hosts, paths, methods, sourceCidrs].filter((list) => list !== undefined);
  const conditions = lists.length + headers.length + query.length;
  const most = quotas.conditionValuesPerRule;
  const reason =
    conditions > most
      ? `has ${conditions} conditions, each of at least one value, and a rule has at most ${most} values; leave ${conditions - most} out`
      : `has values with more than ${quotas.conditionWildcardsPerRule} wildcards (* and ?) together, the most that a rule has; use fewer`;
  route.addAt(route.place, reason);
}
