import type { Route, RoutingQuotas } from "./route.ts";
import { wildcardsIn } from "./pattern.ts";
import type { RuleConditions } from "./rule.ts";

type Quotas = Required<RoutingQuotas>;

/** A condition of a route: its values, of which one must hold, and what a rule says of some of them. */
export interface RouteCondition {
  readonly values: readonly string[];
  readonly of: (values: readonly string[]) => Partial<RuleConditions>;
}

const NO_CONDITIONS: RuleConditions = {
  hosts: [],
  paths: [],
  headers: [],
  query: [],
  methods: [],
  sourceCidrs: [],
};

/** The conditions of a route; where it has none, a path that every request has. */
export function conditionsOf(route: Route, paths: readonly string[]): readonly RouteCondition[] {
  const { hosts = [], headers = [], query = [], methods = [], sourceCidrs = [] } = route;
  const conditions: RouteCondition[] = [
    { values: hosts, of: (values) => ({ hosts: values }) },
    { values: paths, of: (values) => ({ paths: values }) },
    ...headers.map(({ name, values }) => ({
      values,
      of: (some: readonly string[]) => ({ headers: [{ name, values: some }] }),
    })),
    ...query.map((entry) => ({
      values: [`${entry.key ?? ""}=${entry.value}`],
      of: () => ({ query: [entry] }),
    })),
    { values: methods, of: (values) => ({ methods: values }) },
    { values: sourceCidrs, of: (values) => ({ sourceCidrs: values }) },
  ];
  const given = conditions.filter(({ values }) => values.length > 0);
  return given.length > 0 ? given : [{ values: ["/*"], of: (values) => ({ paths: values }) }];
}

/**
 * As few rules as possible that together take what the conditions take, none with more values or wildcards than a rule may
 * have; undefined where that is not possible.
 */
export function splitConditions(
  conditions: readonly RouteCondition[],
  quotas: Quotas,
): readonly RuleConditions[] | undefined {
  return chunkSizes(conditions, quotas.conditionValuesPerRule)
    .map((sizes) => conditions.map(({ values }, index) => chunks(values, sizes[index]!)))
    .sort((a, b) => productSize(a) - productSize(b))
    .map(product)
    .find((rules) => rules.every((rule) => wildcardsOf(rule) <= quotas.conditionWildcardsPerRule))
    ?.map((rule) => together(rule.map((values, index) => conditions[index]!.of(values))));
}

/** How many values of each condition a rule can have, in all ways in which they fit. */
function chunkSizes([first, ...rest]: readonly RouteCondition[], room: number): number[][] {
  if (first === undefined) return [[]];
  return sizesFor(first.values.length)
    .filter((size) => size + rest.length <= room)
    .flatMap((size) => chunkSizes(rest, room - size).map((sizes) => [size, ...sizes]));
}

/** For each number of parts of a list the size of the largest. */
function sizesFor(count: number): number[] {
  return [...new Set(Array.from({ length: count }, (_, parts) => Math.ceil(count / (parts + 1))))];
}

function chunks<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

function productSize(lists: readonly (readonly unknown[])[]): number {
  return lists.reduce((size, list) => size * list.length, 1);
}

/** One of each list, in all ways; the last changes fastest. */
export function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap((one) => list.map((item) => [...one, item])), [[]]);
}

function wildcardsOf(values: readonly (readonly string[])[]): number {
  return values.flat().reduce((sum, value) => sum + wildcardsIn(value), 0);
}

function together(parts: readonly Partial<RuleConditions>[]): RuleConditions {
  return parts.reduce<RuleConditions>(
    (all, part) => ({
      ...all,
      ...part,
      headers: [...all.headers, ...(part.headers ?? [])],
      query: [...all.query, ...(part.query ?? [])],
    }),
    NO_CONDITIONS,
  );
}
