/** Whether a request is one that a statement of a web ACL's rule means. */
import { isIPv4 } from "node:net";
import { posix } from "node:path";
import { addressNumber, blockOf, containsAddress } from "../aws/ec2/cidr.ts";
import type { Forwarded, Rule, Statement, WebAclSettings } from "../aws/wafv2/rules.ts";
import { wafv2State, type LockedRecord } from "../aws/wafv2/state.ts";
import type { Cloud } from "../core/cloud.ts";
import { NotSimulated } from "../core/errors.ts";
import type { RequestFacts } from "./conditions.ts";
import { requestRates } from "./request-rates.ts";

/** One request, and what looks at it. */
export interface Look {
  readonly cloud: Cloud;
  readonly webAcl: LockedRecord<WebAclSettings>;
  readonly facts: RequestFacts;
  readonly requests: number;
}

/** Of an address that belongs to no country, as those for documentation and private networks. */
const NO_COUNTRY = "XX";

/** What a web ACL of a load balancer sees of a body. */
const BODY_LIMIT = 8_192;

type Kind = keyof Statement;
type Content<K extends Kind> = NonNullable<Statement[K]>;

const MATCHERS: { readonly [K in Kind]-?: (look: Look, content: Content<K>, rule: Rule) => boolean } = {
  AndStatement: (look, { Statements }, rule) => Statements.every((one) => matches(look, one, rule)),
  OrStatement: (look, { Statements }, rule) => Statements.some((one) => matches(look, one, rule)),
  NotStatement: (look, { Statement }, rule) => !matches(look, Statement, rule),
  ByteMatchStatement: ({ facts }, { SearchString }) => normalised(facts.path).startsWith(SearchString),
  GeoMatchStatement({ facts }, { CountryCodes, ForwardedIPConfig }) {
    const client = clientOf(facts, ForwardedIPConfig);
    return typeof client === "boolean" ? client : CountryCodes.includes(facts.country ?? NO_COUNTRY);
  },
  IPSetReferenceStatement({ cloud, facts }, { ARN, IPSetForwardedIPConfig }) {
    const client = clientOf(facts, IPSetForwardedIPConfig, IPSetForwardedIPConfig?.Position);
    const { Addresses } = wafv2State(cloud).ipSets.get(ARN).contents;
    return typeof client === "boolean" ? client : isListed(Addresses, client);
  },
  SizeConstraintStatement: ({ facts }, { Size }) => isLonger(facts, Size),
  RateBasedStatement: isAboveLimit,
  ManagedRuleGroupStatement: isLongForCommonRules,
};

export function matches(look: Look, statement: Statement, rule: Rule): boolean {
  const [kind, content] = Object.entries(statement)[0] as [Kind, never];
  return MATCHERS[kind](look, content, rule);
}

export function onlyCounts({ Action, OverrideAction }: Rule): boolean {
  return (Action ?? OverrideAction)?.Count !== undefined;
}

/** A web ACL takes what it does not see the end of for longer than any limit. */
function isLonger({ bodyBytes }: RequestFacts, limit: number): boolean {
  if (bodyBytes === undefined) throw new NotSimulated("a body of unknown length, which a web ACL measures");
  return bodyBytes > Math.min(limit, BODY_LIMIT);
}

/**
 * What is in AWS's own groups is not known, but for one rule, which refuses bodies above 8 KB; the others match nothing here:
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
function isLongForCommonRules(look: Look, group: Content<"ManagedRuleGroupStatement">, rule: Rule): boolean {
  const { Name, RuleActionOverrides = [], ScopeDownStatement } = group;
  const isAsked =
    Name === "AWSManagedRulesCommonRuleSet" &&
    !RuleActionOverrides.some((one) => one.Name === "SizeRestrictions_BODY") &&
    // What is only counted hurts nobody, whatever its length.
    !(onlyCounts(rule) && look.facts.bodyBytes === undefined);
  return isAsked && isInScope(look, ScopeDownStatement, rule) && isLonger(look.facts, BODY_LIMIT);
}

function isInScope(look: Look, scope: Statement | undefined, rule: Rule): boolean {
  return scope === undefined || matches(look, scope, rule);
}

/** Exactly at the limit, which AWS does not promise. */
function isAboveLimit(look: Look, rate: Content<"RateBasedStatement">, rule: Rule): boolean {
  const { cloud, webAcl, facts, requests } = look;
  const { Limit, EvaluationWindowSec, ScopeDownStatement, ForwardedIPConfig } = rate;
  if (!isInScope(look, ScopeDownStatement, rule)) return false;
  const client = clientOf(facts, ForwardedIPConfig);
  if (typeof client === "boolean") return client;
  // A changed limit begins to count anew.
  const key = [webAcl.ARN, rule.Name, Limit, EvaluationWindowSec, client].join(" ");
  const window = { now: cloud.clock.now(), windowSeconds: EvaluationWindowSec };
  return requestRates(cloud).add(key, requests, window) > Limit;
}

/**
 * The address that counts as the client's, or whether the rule matches without one: it does not where the header is missing, and
 * what its fallback says where there is no valid address in it.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-forwarded-ip-address.html
 */
function clientOf(
  facts: RequestFacts,
  forwarded: Forwarded | undefined,
  position = "FIRST",
): string | boolean {
  if (forwarded === undefined) return facts.clientAddress;
  const header = facts.headers[forwarded.HeaderName.toLowerCase()];
  if (header === undefined) return false;
  const address = String(header)
    .split(",")
    .at(position === "FIRST" ? 0 : -1)!
    .trim();
  return isIPv4(address) ? address : forwarded.FallbackBehavior === "MATCH";
}

function isListed(blocks: readonly string[], address: string): boolean {
  const plain = address.replace(/^::ffff:/, "");
  if (!isIPv4(plain)) return false;
  const number = addressNumber(plain);
  return blocks.some((block) => containsAddress(blockOf(block), number));
}

/** As `URL_DECODE` and `NORMALIZE_PATH` leave it. */
function normalised(path: string): string {
  try {
    return posix.normalize(decodeURIComponent(path));
  } catch {
    return posix.normalize(path);
  }
}
