/** What the web ACL of a load balancer does with requests, before any rule of a listener sees them. */
import type { Rule } from "../aws/wafv2/rules.ts";
import { wafv2State } from "../aws/wafv2/state.ts";
import type { Cloud } from "../core/cloud.ts";
import type { RequestFacts } from "./conditions.ts";
import { logRequest, type Verdict } from "./web-acl-log.ts";
import { matches, onlyCounts, type Look } from "./web-acl-statements.ts";

/** An answer of the web ACL. */
export interface Blocked {
  readonly status: number;
  /** Undefined: the load balancer's own page for the status. */
  readonly text?: { readonly contentType: string; readonly content: string };
}

export interface WebAcl {
  /** Whether each request must be seen, for it may end otherwise than the last one, or is logged. */
  readonly counts: boolean;
  /** Under which it reports what it blocks. */
  readonly metricName: string;
  /** @param requests how many of them come. @returns undefined for those that pass. */
  check(facts: RequestFacts, requests: number): Blocked | undefined;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  TEXT_PLAIN: "text/plain",
  TEXT_HTML: "text/html",
  APPLICATION_JSON: "application/json",
};

/** The web ACL that is associated with a load balancer; undefined if there is none. */
export function compileWebAcl(cloud: Cloud, loadBalancerArn: string): WebAcl | undefined {
  const { associations, webAcls, loggingConfigurations } = wafv2State(cloud);
  const association = associations.find(loadBalancerArn);
  if (association === undefined) return undefined;
  const webAcl = webAcls.get(association.webAclArn);
  const rules = [...(webAcl.contents.Rules ?? [])].sort((a, b) => a.Priority - b.Priority);
  const isLogged = loggingConfigurations.has(webAcl.ARN);
  return {
    metricName: webAcl.contents.VisibilityConfig.MetricName ?? "",
    counts: isLogged || rules.some(({ Statement }) => Statement.RateBasedStatement !== undefined),
    check(facts, requests) {
      const look = { cloud, webAcl, facts, requests };
      const verdict = judge(look, rules);
      if (isLogged) logRequest(look, loadBalancerArn, verdict);
      return verdict.isBlocked ? answerOf(look, verdict.rule) : undefined;
    },
  };
}

/** The first rule that matches and does not only count decides. */
function judge(look: Look, rules: readonly Rule[]): Verdict {
  const counted: Rule[] = [];
  for (const rule of rules) {
    if (!matches(look, rule.Statement, rule)) continue;
    if (!onlyCounts(rule)) return { rule, counted, isBlocked: rule.Action?.Allow === undefined };
    counted.push(rule);
  }
  return { counted, isBlocked: look.webAcl.contents.DefaultAction.Block !== undefined };
}

function answerOf({ webAcl }: Look, rule: Rule | undefined): Blocked {
  const response = rule?.Action?.Block?.CustomResponse;
  if (response === undefined) return { status: 403 };
  const body = webAcl.contents.CustomResponseBodies?.[response.CustomResponseBodyKey ?? ""];
  const contentType = CONTENT_TYPES[body?.ContentType ?? "TEXT_PLAIN"]!;
  return { status: response.ResponseCode, text: { contentType, content: body?.Content ?? "" } };
}
