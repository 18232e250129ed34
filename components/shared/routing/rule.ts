import type { FixedResponse, RouteHeader, RouteQuery, RouteRedirect } from "./route.ts";

/** A rule of a load balancer; those that come first are tried first. */
export interface PlannedRule {
  /** Name of the app whose route it is. */
  readonly app: string;
  /** Place of the route among the app's, from 0. */
  readonly route: number;
  /** Place among the rules that the route is split into, from 0. */
  readonly part: number;
  readonly conditions: RuleConditions;
  readonly action: RuleAction;
  /** Regular expressions as AWS takes them. */
  readonly transforms: RuleTransforms;
}

/** Conditions, all of which must hold, as AWS takes them; an empty list asks for nothing. One at least is there. */
export interface RuleConditions {
  readonly hosts: readonly string[];
  /** Patterns: a prefix has become two of them. */
  readonly paths: readonly string[];
  readonly headers: readonly RouteHeader[];
  /** Each entry is a condition of its own. */
  readonly query: readonly RouteQuery[];
  readonly methods: readonly string[];
  readonly sourceCidrs: readonly string[];
}

/** What a rule does: forward to the app's targets, or one of the answers that need none, complete. */
export type RuleAction =
  | { readonly type: "forward" }
  | { readonly type: "redirect"; readonly redirect: Required<RouteRedirect> }
  | { readonly type: "fixedResponse"; readonly fixedResponse: Required<FixedResponse> };

/** How a rule changes requests. */
export interface RuleTransforms {
  /** Of path and query. */
  readonly url?: Replacement;
  readonly host?: Replacement;
}

/** What matches `regex` becomes `replace`, where `$1` is the first group. */
export interface Replacement {
  readonly regex: string;
  readonly replace: string;
}

/** What a listener does with requests that no rule takes. */
export type DefaultRuleAction =
  Exclude<RuleAction, { readonly type: "forward" }> | { readonly type: "forward"; readonly app: string };
