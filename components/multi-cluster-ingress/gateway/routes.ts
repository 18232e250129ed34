import type { IngressNeeds } from "../balancer.ts";
import { externalDnsAnnotations } from "../ingress-annotations.ts";
import type { ResolvedCreateArgs } from "../resolve.ts";
import { ruleSpec } from "./configurations.ts";
import { LISTENERS } from "./kinds.ts";
import { describe, type DescribedObject, type ObjectPlace } from "./objects.ts";
import { digest, type GatewayRoute, type GatewayRule } from "./route-plan.ts";
import { redirectSpec, routeSpec, type RouteReferences } from "./route-spec.ts";

/** Routes, and what says of their rules what routes cannot. */
export interface DescribedRoutes {
  readonly rules: readonly DescribedObject[];
  readonly routes: readonly DescribedObject[];
}

export function describeRoutes(
  place: ObjectPlace,
  name: string,
  args: ResolvedCreateArgs,
  { plan, needs }: { readonly plan: readonly GatewayRoute[]; readonly needs: IngressNeeds },
): DescribedRoutes {
  const prefixOf = (app: string | undefined) =>
    args.apps.find((one) => one.name === app)?.resourceName ?? name;
  const references: RouteReferences = {
    gatewayName: args.gatewayName,
    listener: args.tls?.redirectHttp ? LISTENERS.HTTPS : undefined,
    serviceOf: (app) => needs.services.find((service) => service.app.name === app)!,
    configurationOf: (rule) => configurationName(args, rule),
  };
  const rules = distinctRules(args, plan).map(([rule, own]) =>
    describe(place, "listenerRuleConfiguration", `${prefixOf(rule.app)}-rule-${digestOf(own)}`, {
      name: configurationName(args, rule)!,
      spec: own,
      transform: args.transform.listenerRuleConfiguration,
    }),
  );
  const describeRoute = (kind: GatewayRoute["kind"], resourceName: string, routeName: string, spec: object) =>
    describe(place, kind, resourceName, {
      name: routeName,
      annotations: externalDnsAnnotations(args),
      spec,
      transform: args.transform.route,
    });
  const routes = plan.map((route) =>
    describeRoute(
      route.kind,
      routeResourceName(prefixOf(route.app), route),
      route.name,
      routeSpec(route, references),
    ),
  );
  const redirect = args.tls?.redirectHttp
    ? [
        describeRoute(
          "HTTPRoute",
          `${name}-route-redirect`,
          `${args.gatewayName}-redirect`,
          redirectSpec(args.gatewayName, LISTENERS.HTTP),
        ),
      ]
    : [];
  return { rules, routes: [...routes, ...redirect] };
}

/** `<app>-route` of the route that is named as the app, `<app>-route-<rest>` of others. */
function routeResourceName(prefix: string, { app, name }: GatewayRoute): string {
  if (app === undefined) return `${prefix}-route-default`;
  return name === app ? `${prefix}-route` : `${prefix}-route-${name.slice(app.length + 1)}`;
}

/** Undefined where a route says all of its rule. Another spec has another name: a route never has that of another state. */
function configurationName({ gatewayName }: ResolvedCreateArgs, rule: GatewayRule): string | undefined {
  const spec = ruleSpec(rule);
  return spec && `${rule.app ?? gatewayName}-${digestOf(spec)}`;
}

function digestOf(spec: object): string {
  return digest(JSON.stringify(spec));
}

/** Rules that need one, of those that need the same the first. */
function distinctRules(args: ResolvedCreateArgs, plan: readonly GatewayRoute[]) {
  const rules = plan.flatMap((route) => route.rules);
  const byName = new Map<string, readonly [GatewayRule, object]>();
  for (const rule of rules) {
    const [name, spec] = [configurationName(args, rule), ruleSpec(rule)];
    if (name !== undefined && !byName.has(name)) byName.set(name, [rule, spec!]);
  }
  return [...byName.values()];
}
