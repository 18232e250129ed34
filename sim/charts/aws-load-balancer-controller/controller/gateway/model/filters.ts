import type { RedirectConfig, RuleTransform } from "../../../../../aws/elbv2/shapes.ts";
import { defined } from "../../../../../core/defined.ts";
import type { PathModifier, RouteFilter } from "../../kubernetes/gateway-objects.ts";
import type { MatchedRule } from "../precedence.ts";

const DEFAULT_PORTS: Readonly<Record<string, string>> = { HTTP: "80", HTTPS: "443" };

/** The redirect that a rule's filters ask for. Facts: pkg/gateway/routeutils/route_rule_action.go. */
export function redirectOf(
  { rule: { filters = [] } }: MatchedRule,
  configured: { readonly query?: string } | undefined,
): RedirectConfig | undefined {
  if (configured !== undefined && filters.length === 1 && filters[0]!.type === "ExtensionRef") {
    throw new Error(
      "HTTPRouteFilterRequestRedirect must be provided if RedirectActionConfig in ListenerRuleConfiguration is provided",
    );
  }
  for (const filter of filters) {
    if (filter.requestRedirect !== undefined)
      return redirectConfig(filter.requestRedirect, configured?.query);
    if (filter.type !== "URLRewrite" && filter.type !== "ExtensionRef") {
      throw new Error(
        `Unsupported filter type: ${filter.type}. Only request redirect is supported. To specify header modification, please configure it through LoadBalancerConfiguration.`,
      );
    }
  }
  return undefined;
}

function redirectConfig(
  filter: NonNullable<RouteFilter["requestRedirect"]>,
  query: string | undefined,
): RedirectConfig {
  const protocol = filter.scheme?.toUpperCase();
  const path = filter.path?.replaceFullPath;
  if (path !== undefined && /[*?]/.test(path)) {
    throw new Error(`ReplaceFullPath shouldn't contain wildcards: ${path}`);
  }
  return {
    StatusCode: `HTTP_${filter.statusCode ?? 302}`,
    ...defined({
      Host: filter.hostname,
      Path: path,
      Port: filter.port === undefined ? DEFAULT_PORTS[protocol ?? ""] : String(filter.port),
      Protocol: protocol,
      Query: query,
    }),
  };
}

/** What a rule changes in requests. Facts: pkg/gateway/routeutils/route_rule_transform.go. */
export function transformsOf({ rule, match }: MatchedRule): readonly RuleTransform[] {
  return (rule.filters ?? []).flatMap(({ urlRewrite, requestRedirect }) => {
    const redirected = requestRedirect?.path?.replacePrefixMatch && requestRedirect.path;
    const path = urlRewrite?.path ?? (redirected || undefined);
    return [
      ...(path === undefined ? [] : [pathTransform(path, match.path?.value ?? "/")]),
      ...(urlRewrite?.hostname === undefined ? [] : [hostTransform(urlRewrite.hostname)]),
    ];
  });
}

function hostTransform(hostname: string): RuleTransform {
  return {
    Type: "host-header-rewrite",
    HostHeaderRewriteConfig: { Rewrites: [{ Regex: ".*", Replace: hostname }] },
  };
}

function pathTransform(
  { replaceFullPath, replacePrefixMatch = "" }: PathModifier,
  prefix: string,
): RuleTransform {
  const rewrite =
    replaceFullPath === undefined
      ? { Regex: `(^${prefix}(/)?)`, Replace: prefixReplacement(replacePrefixMatch) }
      : { Regex: "^([^?]*)", Replace: replaceFullPath };
  return { Type: "url-rewrite", UrlRewriteConfig: { Rewrites: [rewrite] } };
}

/** The second group is the slash behind the prefix, if there was one. */
function prefixReplacement(replacement: string): string {
  if (replacement === "") return "/";
  return replacement.endsWith("/") ? replacement : `${replacement}$2`;
}
