import type { ArgsCheck } from "../../shared/args-check.ts";
import type { Form } from "../../shared/forms.ts";
import { shown } from "../../shared/shown.ts";
import { withoutSlash } from "../../shared/routing/rewrite.ts";
import {
  REDIRECT_DEFAULTS,
  type Route,
  type RouteHeader,
  type RoutePath,
  type RouteQuery,
  type RouteRedirect,
} from "../../shared/routing/route.ts";
import type { ResolvedApp } from "../resolve-app.ts";

/** https://gateway-api.sigs.k8s.io/reference/spec/, and the rules in its definitions. */
const HOST: Form = [
  /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i,
  "a host without wildcards but for a *. at its beginning, which is what routes of a Gateway take",
];
const PATH: Form = [
  /^(?!.*\/\/)(?!.*\/\.\.?(\/|$))[\w.~$&'@:+/-]+$/,
  "a path without double quotes, empty parts and parts of dots alone, which is what routes of a Gateway take",
];
const QUERY_KEY: Form = [
  /^[\w!#$%&'+.^`|~-]+$/,
  "a name of letters, digits and any of ! # $ % & ' + - . ^ _ ` | ~, which is what routes of a Gateway take",
];
const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"] as const;

/** The controller puts the prefix into a regular expression as it is (pkg/gateway/routeutils/route_rule_transform.go). */
const REWRITTEN: Form = [
  /^\/[\w.~&'@:/-]+$/,
  "a prefix that has more than / and neither $ nor +, as the controller cannot replace others for a Gateway",
];

const NO_WORD = "which routes of a Gateway have no word for";

/** What a route says that the Gateway API, and the controller's objects beside it, cannot say. */
export function checkGatewayRoute(route: ArgsCheck<Route>, app: ResolvedApp): void {
  route.texts("hosts", HOST);
  for (const path of route.each("paths")) checkPath(path);
  checkHeaders(route);
  checkQuery(route);
  route.allOf("methods", METHODS);
  checkRewrite(route);
  const redirect = route.at("redirect");
  if (redirect !== undefined) checkRedirect(redirect);
  if (app.protocolVersion === "GRPC") checkCall(route);
}

function checkPath(path: ArgsCheck<RoutePath>): void {
  if ("pattern" in path.args) {
    path.add(
      "pattern",
      `is ${shown(path.args.pattern)}, ${NO_WORD}; use exact or prefix, or an Ingress (kind: ingress)`,
    );
  }
  path.text("exact", PATH);
  path.text("prefix", PATH);
}

function checkHeaders(route: ArgsCheck<Route>): void {
  const names = (route.args.headers ?? []).map(({ name }) => name.toLowerCase());
  for (const [index, header] of route.each("headers").entries()) {
    refuseTwice(header, "name", names, index);
    for (const [place, value] of header.args.values.entries()) {
      header.at("values")!.add(place, wildcardProblem(value));
    }
  }
}

function checkQuery(route: ArgsCheck<Route>): void {
  const keys = (route.args.query ?? []).map(({ key = "" }) => key.toLowerCase());
  for (const [index, entry] of route.each("query").entries()) {
    if (entry.args.key === undefined) {
      entry.add("key", `is missing, ${NO_WORD}; name the parameter`);
      continue;
    }
    entry.text("key", QUERY_KEY);
    refuseTwice(entry, "key", keys, index);
    entry.add("value", wildcardProblem(entry.args.value));
  }
}

function refuseTwice<Key extends "name" | "key">(
  entry: ArgsCheck<Key extends "name" ? RouteHeader : RouteQuery>,
  key: Key,
  all: readonly string[],
  index: number,
): void {
  if (all.indexOf(all[index]!) < index) {
    entry.add(
      key as never,
      `is ${shown(all[index])} for the second time, ${NO_WORD}; use an Ingress (kind: ingress)`,
    );
  }
}

function wildcardProblem(value: string): string | undefined {
  if (!/[*?\\]/.test(value)) return undefined;
  return `is the pattern ${shown(value)}, ${NO_WORD}; give the whole value, or use an Ingress (kind: ingress)`;
}

function checkRewrite(route: ArgsCheck<Route>): void {
  const { rewrite } = route.args;
  if (rewrite?.prefix === undefined) return;
  for (const path of route.each("paths")) {
    if ("prefix" in path.args) path.text("prefix", REWRITTEN);
  }
}

function checkRedirect(redirect: ArgsCheck<RouteRedirect>): void {
  const { protocol, host, port, path } = { ...REDIRECT_DEFAULTS, ...redirect.args };
  if (host !== REDIRECT_DEFAULTS.host && host.includes("#{")) {
    redirect.add("host", `is ${shown(host)}, ${NO_WORD}; give a host, or leave it out`);
  }
  if (protocol !== REDIRECT_DEFAULTS.protocol && port === REDIRECT_DEFAULTS.port) {
    redirect.add("port", `must be given with protocol, whose own port a Gateway takes otherwise; add it`);
  }
  // pkg/gateway/routeutils/route_rule_action.go
  if (/[*?]/.test(path))
    redirect.add("path", `is ${shown(path)}, with a wildcard that a Gateway's redirects cannot have`);
}

/** Calls of gRPC are told apart by service and method. */
function checkCall(route: ArgsCheck<Route>): void {
  for (const key of ["query", "methods", "redirect", "rewrite"] as const) {
    if (route.args[key] !== undefined) {
      route.add(
        key,
        `is not for routes of gRPC, ${NO_WORD}; leave it out, or use an Ingress (kind: ingress)`,
      );
    }
  }
  for (const path of route.each("paths")) checkCalledPath(path);
}

function checkCalledPath(path: ArgsCheck<RoutePath>): void {
  if ("exact" in path.args && !/^\/[\w.]+\/\w+$/.test(path.args.exact)) {
    path.add("exact", `is ${shown(path.args.exact)}; use /service/Method, as gRPC has no other paths`);
  }
  if ("prefix" in path.args && !/^\/[\w.]*$/.test(withoutSlash(path.args.prefix) || "/")) {
    path.add(
      "prefix",
      `is ${shown(path.args.prefix)}; use /service, as routes of gRPC have no other prefixes`,
    );
  }
}
