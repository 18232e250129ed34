import type { RuleCondition } from "../../../../../aws/elbv2/shapes.ts";
import { namespacedName, type IngressPath, type IngressRule } from "../../kubernetes/objects.ts";
import { labelled } from "../../labelled.ts";
import type { ListenerRuleResource } from "../../model.ts";
import { booleanOf } from "../annotations.ts";
import { buildBackend, type EnhancedBackend } from "../backend.ts";
import type { ClassifiedIngress } from "../class.ts";
import { toRuleCondition } from "../condition-config.ts";
import { buildActions } from "./actions.ts";
import type { BuildContext } from "./context.ts";
import type { ListenPort } from "./listen-ports.ts";
import { optimizeRules, type DraftRule } from "./rule-optimizer.ts";
import { ingressTags } from "./tags.ts";

/**
 * The rules of one listener, in the order of members, of their rules, and within a rule of exact paths, then prefixes
 * by falling length, then the others. Facts: pkg/ingress/model_build_listener_rules.go.
 */
export function buildRules(context: BuildContext, listen: ListenPort): readonly ListenerRuleResource[] {
  const drafts = listen.members.flatMap((member) =>
    labelled(`ingress: ${namespacedName(member.ingress)}`, () => draftsOf(context, listen, member)),
  );
  return optimizeRules(listen, drafts).map((draft, index) => ({ ...draft, priority: index + 1 }));
}

function draftsOf(context: BuildContext, listen: ListenPort, member: ClassifiedIngress): DraftRule[] {
  const { config, reader } = context;
  return (member.ingress.spec.rules ?? []).flatMap((rule) =>
    sortPaths(rule.http?.paths ?? []).map((path) => {
      const backend = buildBackend(reader, member.ingress, path.backend, config);
      return {
        conditions: conditionsOf(member, rule, path, backend),
        actions: buildActions(context, listen.protocol, member, backend),
        transforms: backend.transforms,
        tags: ingressTags(config, member),
      };
    }),
  );
}

function sortPaths(paths: readonly IngressPath[]): readonly IngressPath[] {
  const typeOf = (path: IngressPath) => path.pathType ?? "ImplementationSpecific";
  const unknown = paths.find((path) => !["Exact", "Prefix", "ImplementationSpecific"].includes(typeOf(path)));
  if (unknown !== undefined) throw new Error(`unknown pathType for path ${unknown.path ?? ""}`);
  const ofType = (type: string) => paths.filter((path) => typeOf(path) === type);
  const prefixes = ofType("Prefix").sort((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0));
  return [...ofType("Exact"), ...prefixes, ...ofType("ImplementationSpecific")];
}

function conditionsOf(
  member: ClassifiedIngress,
  rule: IngressRule,
  path: IngressPath,
  backend: EnhancedBackend,
): readonly RuleCondition[] {
  const patterns = pathPatterns(member, path);
  const of = (field: string) => backend.conditions.filter((condition) => condition.field === field);
  const hosts = of("host-header").flatMap(({ hostHeaderConfig }) => hostHeaderConfig ?? []);
  const paths = of("path-pattern").flatMap(({ pathPatternConfig }) => pathPatternConfig ?? []);
  const hostValues = [...(rule.host ? [rule.host] : []), ...hosts.flatMap(({ values }) => values ?? [])];
  const hostRegex = hosts.flatMap(({ regexValues }) => regexValues ?? []);
  const pathValues = [...patterns.values, ...paths.flatMap(({ values }) => values ?? [])];
  const pathRegex = [...patterns.regexValues, ...paths.flatMap(({ regexValues }) => regexValues ?? [])];
  const conditions: RuleCondition[] = backend.conditions.flatMap(
    (condition) => toRuleCondition(condition) ?? [],
  );
  if (hostValues.length > 0) conditions.push(hostCondition({ Values: hostValues }));
  if (hostRegex.length > 0) conditions.push(hostCondition({ RegexValues: hostRegex }));
  if (pathValues.length > 0) conditions.push(pathCondition({ Values: pathValues }));
  if (pathRegex.length > 0) conditions.push(pathCondition({ RegexValues: pathRegex }));
  return conditions.length > 0 ? conditions : [pathCondition({ Values: ["/*"] })];
}

interface Patterns {
  readonly values: readonly string[];
  readonly regexValues: readonly string[];
}

function pathPatterns({ ingress }: ClassifiedIngress, { path = "", pathType }: IngressPath): Patterns {
  if (path === "") return { values: [], regexValues: [] };
  const wildcards = /[*?]/.test(path);
  switch (pathType) {
    case "Exact":
      if (wildcards) throw new Error(`exact path shouldn't contain wildcards: ${path}`);
      return { values: [path], regexValues: [] };
    case "Prefix": {
      if (path === "/") return { values: ["/*"], regexValues: [] };
      if (wildcards) throw new Error(`prefix path shouldn't contain wildcards: ${path}`);
      const prefix = path.replace(/\/$/, "");
      return { values: [prefix, `${prefix}/*`], regexValues: [] };
    }
    default:
      return booleanOf(ingress.metadata.annotations, "use-regex-path-match") === true
        ? { values: [], regexValues: [path.slice(1)] }
        : { values: [path], regexValues: [] };
  }
}

function hostCondition(config: NonNullable<RuleCondition["HostHeaderConfig"]>): RuleCondition {
  return { Field: "host-header", HostHeaderConfig: config };
}

function pathCondition(config: NonNullable<RuleCondition["PathPatternConfig"]>): RuleCondition {
  return { Field: "path-pattern", PathPatternConfig: config };
}
