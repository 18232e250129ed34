import { Address4 } from "ip-address";
import { covers } from "./pattern.ts";
import type { RouteHeader, RouteQuery } from "./route.ts";
import type { PlannedRule, RuleConditions } from "./rule.ts";
import { product } from "./split.ts";

/** Where a route stands. */
export type RoutePlace = Pick<PlannedRule, "app" | "route">;

/** A route that never gets a request, and those before it that take all of its requests. */
export interface ShadowedRoute extends RoutePlace {
  readonly by: readonly RoutePlace[];
}

/**
 * Routes whose every request an earlier route takes. It errs to one side: some such routes it does not see, but all that
 * it names never get a request.
 */
export function shadowedRoutes(rules: readonly PlannedRule[]): readonly ShadowedRoute[] {
  const first = rules.filter(({ part }) => part === 0);
  return first.flatMap(({ app, route }) => {
    const own = rules.filter((rule) => rule.app === app && rule.route === route);
    const earlier = rules.slice(0, rules.indexOf(own[0]!));
    const by = shadowsOf(own, earlier);
    return by === undefined ? [] : [{ app, route, by: distinct(by) }];
  });
}

/** The earlier rules that take the requests of a route; undefined if some are left to it. */
function shadowsOf(
  own: readonly PlannedRule[],
  earlier: readonly PlannedRule[],
): readonly PlannedRule[] | undefined {
  const shadows = own
    .flatMap(({ conditions }) => alternatives(conditions))
    .map((alternative) => earlier.find(({ conditions }) => takesAll(conditions, alternative)));
  return shadows.every((shadow) => shadow !== undefined) ? shadows : undefined;
}

function distinct(rules: readonly PlannedRule[]): RoutePlace[] {
  return rules
    .filter(
      ({ app, route }, index) =>
        rules.findIndex((other) => other.app === app && other.route === route) === index,
    )
    .map(({ app, route }) => ({ app, route }));
}

/** Conditions with one value each that together take what these take. */
function alternatives(conditions: RuleConditions): RuleConditions[] {
  const { hosts, paths, headers, methods, sourceCidrs } = conditions;
  const choices = product<Partial<RuleConditions>>([
    each(hosts, (host) => ({ hosts: [host] })),
    each(paths, (path) => ({ paths: [path] })),
    each(methods, (method) => ({ methods: [method] })),
    each(sourceCidrs, (cidr) => ({ sourceCidrs: [cidr] })),
    product(headers.map(({ name, values }) => values.map((value) => ({ name, values: [value] })))).map(
      (one) => ({ headers: one }),
    ),
  ]);
  return choices.map((choice) => Object.assign({ ...conditions }, ...choice) as RuleConditions);
}

/** One choice for each value; one that says nothing where there are none. */
function each<T>(
  values: readonly T[],
  choice: (value: T) => Partial<RuleConditions>,
): Partial<RuleConditions>[] {
  return values.length === 0 ? [{}] : values.map(choice);
}

/** Whether conditions hold for every request for which others do that have one value each. */
function takesAll(conditions: RuleConditions, other: RuleConditions): boolean {
  return (
    anyOf(conditions.hosts, other.hosts, coversAnyCase) &&
    anyOf(conditions.paths, other.paths.length === 0 ? ["/*"] : other.paths, covers) &&
    anyOf(conditions.methods, other.methods, (method, of) => method === of) &&
    anyOf(conditions.sourceCidrs, other.sourceCidrs, (cidr, of) =>
      new Address4(of).isInSubnet(new Address4(cidr)),
    ) &&
    conditions.headers.every((header) => other.headers.some((of) => headerTakesAll(header, of))) &&
    conditions.query.every((entry) => other.query.some((of) => queryTakesAll(entry, of)))
  );
}

/** Whether a condition with any of these values holds where one with any of others does. */
function anyOf(
  values: readonly string[],
  others: readonly string[],
  takes: (value: string, other: string) => boolean,
): boolean {
  if (values.length === 0) return true;
  return others.length > 0 && others.every((other) => values.some((value) => takes(value, other)));
}

function headerTakesAll(header: RouteHeader, other: RouteHeader): boolean {
  if (header.name.toLowerCase() !== other.name.toLowerCase()) return false;
  return anyOf(header.values, other.values, coversAnyCase);
}

function queryTakesAll({ key, value }: RouteQuery, other: RouteQuery): boolean {
  if (key === undefined || other.key === undefined) {
    return key === other.key && coversAnyCase(value, other.value);
  }
  return coversAnyCase(key, other.key) && coversAnyCase(value, other.value);
}

function coversAnyCase(pattern: string, other: string): boolean {
  return covers(pattern.toLowerCase(), other.toLowerCase());
}
