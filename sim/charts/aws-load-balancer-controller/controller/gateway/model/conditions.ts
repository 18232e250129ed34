import { NotSimulated } from "../../../../../core/errors.ts";
import type { RuleCondition } from "../../../../../aws/elbv2/shapes.ts";
import type { ListenerRuleConfiguration, RouteMatch } from "../../kubernetes/gateway-objects.ts";
import type { MatchedRule } from "../precedence.ts";

/** Which requests a rule is for, as AWS takes it. Facts: pkg/gateway/routeutils/route_rule_condition.go. */
export function ruleConditions(
  { route, match, hostname }: MatchedRule,
  configured: ListenerRuleConfiguration["spec"] = {},
): readonly RuleCondition[] {
  refusePatterns(match);
  const hosts: RuleCondition[] =
    hostname === "" ? [] : [{ Field: "host-header", HostHeaderConfig: { Values: [hostname] } }];
  const paths = route.kind === "GRPCRoute" ? [calledPath(match)] : pathConditions(match);
  return [
    ...[...hosts, ...paths, ...headerConditions(match), ...queryConditions(match), ...methods(match)],
    ...sources(configured),
  ];
}

function sources({ conditions = [] }: ListenerRuleConfiguration["spec"]): RuleCondition[] {
  return conditions.map(({ sourceIPConfig }) => ({
    Field: "source-ip",
    SourceIpConfig: { Values: [...sourceIPConfig!.values] },
  }));
}

function refusePatterns({ path, method, headers = [], queryParams = [] }: RouteMatch): void {
  const called = typeof method === "object" ? [method] : [];
  const isPattern = [...(path ? [path] : []), ...called, ...headers, ...queryParams].some(
    ({ type }) => type === "RegularExpression",
  );
  if (isPattern) throw new NotSimulated("a match of a route by a regular expression");
}

function pathConditions({ path }: RouteMatch): RuleCondition[] {
  if (path === undefined) return [];
  const values = path.type === "Exact" ? [path.value] : prefixPatterns(path.value);
  return [{ Field: "path-pattern", PathPatternConfig: { Values: values } }];
}

function prefixPatterns(prefix: string): string[] {
  if (/[*?]/.test(prefix)) throw new Error(`prefix path shouldn't contain wildcards: ${prefix}`);
  const stem = prefix.replace(/\/$/, "");
  return stem === "" ? ["/*"] : [stem, `${stem}/*`];
}

function calledPath({ method }: RouteMatch): RuleCondition {
  const { service = "*", method: name = "*" } = typeof method === "object" ? method : {};
  const pattern = service === "*" && name === "*" ? "/*" : `/${service}/${name}`;
  return { Field: "path-pattern", PathPatternConfig: { Values: [pattern] } };
}

function headerConditions({ headers = [] }: RouteMatch): RuleCondition[] {
  return headers.map(({ name, value }) => ({
    Field: "http-header",
    HttpHeaderConfig: { HttpHeaderName: name, Values: commaSeparated(value) },
  }));
}

/** A backslash takes the meaning from the character behind it. */
function commaSeparated(text: string): string[] {
  return text.split(/(?<!\\),/).map((value) => value.replaceAll(/\\(.)/g, "$1"));
}

function queryConditions({ queryParams = [] }: RouteMatch): RuleCondition[] {
  return queryParams.map(({ name, value }) => ({
    Field: "query-string",
    QueryStringConfig: { Values: [{ Key: name, Value: value }] },
  }));
}

function methods({ method }: RouteMatch): RuleCondition[] {
  if (typeof method !== "string") return [];
  return [{ Field: "http-request-method", HttpRequestMethodConfig: { Values: [method] } }];
}
