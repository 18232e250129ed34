/** What the web ACL of a load balancer does with requests, before any rule of a listener sees them. */
import { BlockList, isIPv4 } from "node:net";
import { posix } from "node:path";
import type { Cloud } from "../core/cloud.ts";
import { NotSimulated } from "../core/errors.ts";
import { wafv2State, type Rule, type Statement, type WebAclRecord } from "../aws/wafv2/state.ts";
import type { RequestFacts } from "./conditions.ts";
import { requestRates } from "./request-rates.ts";

/** An answer of the web ACL. */
export interface Blocked {
  readonly status: number;
  /** Undefined: the load balancer's own page for the status. */
  readonly text?: { readonly contentType: string; readonly content: string };
}

export interface WebAcl {
  /** Whether the same request may end otherwise later on. */
  readonly counts: boolean;
  /** Under which it reports what it blocks. */
  readonly metricName: string;
  /** @param requests how many of them come. @returns undefined for those that pass. */
  check(facts: RequestFacts, requests: number): Blocked | undefined;
}

/** Of an address that belongs to no country, as those for documentation and private networks. */
const NO_COUNTRY = "XX";

/** What a web ACL of a load balancer sees of a body. */
const BODY_LIMIT = 8_192;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  TEXT_PLAIN: "text/plain",
  TEXT_HTML: "text/html",
  APPLICATION_JSON: "application/json",
};

/** The web ACL that is associated with a load balancer; undefined if there is none. */
export function compileWebAcl(cloud: Cloud, loadBalancerArn: string): WebAcl | undefined {
  const { associations, webAcls } = wafv2State(cloud);
  const association = associations.find(loadBalancerArn);
  if (association === undefined) return undefined;
  const record = webAcls.get(association.webAclArn);
  const rules = [...(record.settings.Rules ?? [])].sort((a, b) => a.Priority - b.Priority);
  return {
    metricName: record.settings.VisibilityConfig.MetricName ?? "",
    counts: rules.some(({ Statement }) => "RateBasedStatement" in Statement),
    check: (facts, requests) => check({ cloud, record, facts, requests }, rules),
  };
}

/** One request, and what looks at it. */
interface Look {
  readonly cloud: Cloud;
  readonly record: WebAclRecord;
  readonly facts: RequestFacts;
  readonly requests: number;
}

/** The first rule that matches and does not only count decides. */
function check(look: Look, rules: readonly Rule[]): Blocked | undefined {
  for (const rule of rules) {
    if (!matches(look, rule.Statement, rule) || onlyCounts(rule)) continue;
    return rule.Action?.Allow === undefined ? blocked(look, rule.Action?.Block?.CustomResponse) : undefined;
  }
  return look.record.settings.DefaultAction.Block === undefined ? undefined : { status: 403 };
}

function onlyCounts({ Action, OverrideAction }: Rule): boolean {
  return (Action ?? OverrideAction)?.Count !== undefined;
}

function blocked(
  { record }: Look,
  response: { readonly ResponseCode: number; readonly CustomResponseBodyKey?: string } | undefined,
): Blocked {
  if (response === undefined) return { status: 403 };
  const body = record.settings.CustomResponseBodies?.[response.CustomResponseBodyKey ?? ""];
  const text = {
    contentType: CONTENT_TYPES[body?.ContentType ?? "TEXT_PLAIN"]!,
    content: body?.Content ?? "",
  };
  return { status: response.ResponseCode, text };
}

type Matcher = (look: Look, statement: never, rule: Rule) => boolean;

interface Forwarded {
  readonly HeaderName: string;
}

const MATCHERS: Readonly<Record<keyof Statement, Matcher>> = {
  AndStatement: (look, { Statements }: { Statements: readonly Statement[] }, rule) =>
    Statements.every((one) => matches(look, one, rule)),
  OrStatement: (look, { Statements }: { Statements: readonly Statement[] }, rule) =>
    Statements.some((one) => matches(look, one, rule)),
  NotStatement: (look, { Statement }: { Statement: Statement }, rule) => !matches(look, Statement, rule),
  ByteMatchStatement: ({ facts }, { SearchString }: { SearchString: string }) =>
    normalised(facts.path).startsWith(SearchString),
  GeoMatchStatement: (
    { facts },
    { CountryCodes }: { CountryCodes: readonly string[]; ForwardedIPConfig?: Forwarded },
  ) => CountryCodes.includes(facts.country ?? NO_COUNTRY),
  IPSetReferenceStatement: (
    { cloud, facts },
    { ARN, IPSetForwardedIPConfig }: { ARN: string; IPSetForwardedIPConfig?: Forwarded },
  ) => isListed(wafv2State(cloud).ipSets.get(ARN).Addresses, clientOf(facts, IPSetForwardedIPConfig)),
  SizeConstraintStatement: ({ facts }, { Size }: { Size: number }) => isLonger(facts, Size),
  RateBasedStatement: isAboveLimit,
  ManagedRuleGroupStatement: isLongForCommonRules,
};

function matches(look: Look, statement: Statement, rule: Rule): boolean {
  const [kind, content] = Object.entries(statement)[0] as [keyof Statement, never];
  return MATCHERS[kind](look, content, rule);
}

/** A web ACL takes what it does not see the end of for longer than any limit. */
function isLonger({ bodyBytes }: RequestFacts, limit: number): boolean {
  if (bodyBytes === undefined) throw new NotSimulated("a body of unknown length, which a web ACL measures");
  return bodyBytes > Math.min(limit, BODY_LIMIT);
}

interface ManagedRuleGroup {
  readonly Name: string;
  readonly RuleActionOverrides?: readonly { readonly Name: string }[];
  readonly ScopeDownStatement?: Statement;
}

/**
 * What is in AWS's own groups is not known, but for one rule, which refuses bodies above 8 KB; the others match nothing here:
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
function isLongForCommonRules(look: Look, group: ManagedRuleGroup, rule: Rule): boolean {
  const { Name, RuleActionOverrides = [], ScopeDownStatement } = group;
  const isAsked =
    Name === "AWSManagedRulesCommonRuleSet" &&
    !RuleActionOverrides.some((one) => one.Name === "SizeRestrictions_BODY") &&
    !onlyCounts(rule);
  if (!isAsked || (ScopeDownStatement !== undefined && !matches(look, ScopeDownStatement, rule)))
    return false;
  return isLonger(look.facts, BODY_LIMIT);
}

interface RateBased {
  readonly Limit: number;
  readonly EvaluationWindowSec: number;
  readonly ForwardedIPConfig?: Forwarded;
  readonly ScopeDownStatement?: Statement;
}

/** Exactly at the limit, which AWS does not promise. */
function isAboveLimit(look: Look, rate: RateBased, rule: Rule): boolean {
  const { cloud, record, facts, requests } = look;
  const { Limit, EvaluationWindowSec, ScopeDownStatement, ForwardedIPConfig } = rate;
  if (ScopeDownStatement !== undefined && !matches(look, ScopeDownStatement, rule)) return false;
  const client = clientOf(facts, ForwardedIPConfig);
  if (client === undefined) return false;
  // A changed limit begins to count anew.
  const key = [record.ARN, rule.Name, Limit, EvaluationWindowSec, client].join(" ");
  const window = { now: cloud.clock.now(), windowSeconds: EvaluationWindowSec };
  return requestRates(cloud).add(key, requests, window) > Limit;
}

/** The address that counts as the client's; undefined where the header that tells it is missing. */
function clientOf(facts: RequestFacts, forwarded: Forwarded | undefined): string | undefined {
  if (forwarded === undefined) return facts.clientAddress;
  const [first] = String(facts.headers[forwarded.HeaderName.toLowerCase()] ?? "").split(",");
  return first === "" ? undefined : first!.trim();
}

function isListed(blocks: readonly string[], address: string | undefined): boolean {
  if (address === undefined) return false;
  const list = new BlockList();
  for (const block of blocks) {
    const [network = "", bits] = block.split("/");
    list.addSubnet(network, Number(bits), "ipv4");
  }
  const plain = address.replace(/^::ffff:/, "");
  return isIPv4(plain) && list.check(plain);
}

/** As `URL_DECODE` and `NORMALIZE_PATH` leave it. */
function normalised(path: string): string {
  try {
    return posix.normalize(decodeURIComponent(path));
  } catch {
    return posix.normalize(path);
  }
}
