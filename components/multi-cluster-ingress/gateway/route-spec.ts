/** `spec` of the routes of a Gateway: https://gateway-api.sigs.k8s.io/reference/spec/ */
import type * as pulumi from "@pulumi/pulumi";
import { defined, unlessEmpty } from "../../shared/defined.ts";
import { mapInput } from "../../shared/inputs.ts";
import { withoutSlash } from "../../shared/routing/rewrite.ts";
import { REDIRECT_DEFAULTS, type RouteRewrite } from "../../shared/routing/route.ts";
import type { RuleAction } from "../../shared/routing/rule.ts";
import type { AppService } from "../service.ts";
import { ofController } from "./kinds.ts";
import { callOf } from "./precedence.ts";
import type { GatewayMatch, GatewayRoute, GatewayRule } from "./route-plan.ts";

/** What a route refers to. */
export interface RouteReferences {
  readonly gatewayName: string;
  /** The listener that serves it; undefined for all. */
  readonly listener: string | undefined;
  serviceOf(app: string): AppService;
  /** Name of what says of a rule what its route cannot. */
  configurationOf(rule: GatewayRule): string | undefined;
}

export function routeSpec(route: GatewayRoute, references: RouteReferences): object {
  const { gatewayName, listener } = references;
  return {
    parentRefs: [{ name: gatewayName, ...defined({ sectionName: listener }) }],
    ...defined({ hostnames: unlessEmpty(route.hosts) }),
    rules: route.rules.map((rule) => ruleOf(route, rule, references)),
  };
}

/** Sends all that comes by HTTP to HTTPS. */
export function redirectSpec(gatewayName: string, listener: string): object {
  const requestRedirect = { scheme: "https", port: 443, statusCode: 301 };
  return {
    parentRefs: [{ name: gatewayName, sectionName: listener }],
    rules: [
      {
        matches: [{ path: { type: "PathPrefix", value: "/" } }],
        filters: [{ type: "RequestRedirect", requestRedirect }],
      },
    ],
  };
}

function ruleOf({ kind }: GatewayRoute, rule: GatewayRule, references: RouteReferences): object {
  const matches = rule.matches.flatMap(kind === "GRPCRoute" ? callMatch : httpMatch);
  const filters = filtersOf(rule, references.configurationOf(rule));
  return defined({
    matches: unlessEmpty(matches),
    filters: unlessEmpty(filters),
    backendRefs: rule.action.type === "forward" ? [backendOf(references.serviceOf(rule.app!))] : undefined,
  });
}

function httpMatch({ path, method, headers, query }: GatewayMatch): readonly object[] {
  return [
    {
      path,
      ...defined({
        method,
        headers: unlessEmpty(headers.map(headerMatch)),
        queryParams: unlessEmpty(query.map(({ key, value }) => ({ type: "Exact", name: key, value }))),
      }),
    },
  ];
}

/** None for every call. */
function callMatch({ path, headers }: GatewayMatch): readonly object[] {
  const call = callOf(path.value);
  const match = defined({
    method: call.service === undefined ? undefined : { type: "Exact", ...call },
    headers: unlessEmpty(headers.map(headerMatch)),
  });
  return Object.keys(match).length > 0 ? [match] : [];
}

/** The controller takes a list of values, in which a backslash is before a comma that belongs to one. */
function headerMatch({ name, values }: GatewayMatch["headers"][number]): object {
  return { type: "Exact", name, value: values.map((value) => value.replaceAll(",", "\\,")).join(",") };
}

function filtersOf({ action, rewrite }: GatewayRule, configuration: string | undefined): readonly object[] {
  return [
    ...(action.type === "redirect" ? [redirectFilter(action)] : []),
    ...(rewrite === undefined ? [] : [rewriteFilter(rewrite)]),
    ...(configuration === undefined
      ? []
      : [{ type: "ExtensionRef", extensionRef: ofController("listenerRuleConfiguration", configuration) }]),
  ];
}

/** What stays as in the request is not said. */
function redirectFilter({ redirect }: RuleAction & { readonly type: "redirect" }): object {
  const { protocol, host, port, path, statusCode } = redirect;
  const requestRedirect = {
    ...defined({
      scheme: protocol === REDIRECT_DEFAULTS.protocol ? undefined : protocol.toLowerCase(),
      hostname: host === REDIRECT_DEFAULTS.host ? undefined : host.toLowerCase(),
      port: port === REDIRECT_DEFAULTS.port ? undefined : port,
      path: path === REDIRECT_DEFAULTS.path ? undefined : { type: "ReplaceFullPath", replaceFullPath: path },
    }),
    statusCode,
  };
  return { type: "RequestRedirect", requestRedirect };
}

function rewriteFilter({ prefix, path, host }: RouteRewrite): object {
  const whole = path === undefined ? undefined : { type: "ReplaceFullPath", replaceFullPath: path };
  const start =
    prefix === undefined
      ? undefined
      : { type: "ReplacePrefixMatch", replacePrefixMatch: withoutSlash(prefix) || "/" };
  return { type: "URLRewrite", urlRewrite: defined({ path: start ?? whole, hostname: host?.toLowerCase() }) };
}

/** A Service, or by its name a target group that somebody else made. */
function backendOf({ app, serviceName }: AppService): object {
  if (app.targetGroupArn === undefined) return { kind: "Service", name: serviceName, port: app.service.port };
  return { group: "", kind: "TargetGroupName", name: targetGroupName(app.targetGroupArn) };
}

function targetGroupName(arn: pulumi.Input<string>): pulumi.Input<string> {
  return mapInput(arn, (known) => known.split("/")[1] ?? "");
}
