import type { RedirectConfig, RuleCondition } from "../../../../../aws/elbv2/shapes.ts";
import type { ListenerRuleResource } from "../../model.ts";
import type { ListenPort } from "./listen-ports.ts";

/** A rule before it has its place. */
export type DraftRule = Omit<ListenerRuleResource, "priority">;

/**
 * Leaves out redirects that would lead back to the same listener, and rules that an earlier redirect hides.
 * Facts: pkg/ingress/rule_optimizer.go.
 */
export function optimizeRules(listen: ListenPort, rules: readonly DraftRule[]): readonly DraftRule[] {
  const kept: DraftRule[] = [];
  for (const rule of rules) {
    if (redirectsToItself(listen, rule)) continue;
    const hidden = kept.some(
      (earlier) => redirectOf(earlier) !== undefined && covers(earlier.conditions, rule.conditions),
    );
    if (!hidden) kept.push(rule);
  }
  return kept;
}

function redirectsToItself(listen: ListenPort, rule: DraftRule): boolean {
  const redirect = redirectOf(rule);
  if (redirect === undefined) return false;
  const { hosts, paths, hasPathRegex } = scopeOf(rule.conditions);
  if (hasPathRegex) return false;
  const same = (value: string | undefined, ...unchanged: readonly string[]) =>
    value === undefined || unchanged.includes(value);
  return (
    same(redirect.Host, "#{host}", ...hosts) &&
    same(redirect.Path, "/#{path}", ...paths) &&
    same(redirect.Port, "#{port}", String(listen.port)) &&
    same(redirect.Protocol, "#{protocol}", listen.protocol) &&
    same(redirect.Query, "#{query}")
  );
}

/** Whether every request that meets the second conditions meets the first ones too, as far as hosts and paths tell. */
function covers(earlier: readonly RuleCondition[], later: readonly RuleCondition[]): boolean {
  if (earlier.some(({ Field }) => Field !== "host-header" && Field !== "path-pattern")) return false;
  const [wide, narrow] = [scopeOf(earlier), scopeOf(later)];
  const includesAll = (all: readonly string[], some: readonly string[]) =>
    some.length > 0 && some.every((value) => all.includes(value));
  const hosts = wide.hosts.length === 0 || includesAll(wide.hosts, narrow.hosts);
  const paths = wide.paths.length === 0 || wide.paths.includes("/*") || includesAll(wide.paths, narrow.paths);
  return hosts && paths;
}

function scopeOf(conditions: readonly RuleCondition[]): {
  hosts: readonly string[];
  paths: readonly string[];
  hasPathRegex: boolean;
} {
  const regex = conditions.flatMap(({ PathPatternConfig }) => PathPatternConfig?.RegexValues ?? []);
  return {
    hosts: conditions.flatMap(({ HostHeaderConfig }) => HostHeaderConfig?.Values ?? []),
    paths: [...conditions.flatMap(({ PathPatternConfig }) => PathPatternConfig?.Values ?? []), ...regex],
    hasPathRegex: regex.length > 0,
  };
}

function redirectOf(rule: DraftRule): RedirectConfig | undefined {
  const action = rule.actions.find(({ type }) => type === "redirect");
  return action?.type === "redirect" ? action.config : undefined;
}
