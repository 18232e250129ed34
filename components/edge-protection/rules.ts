/** The rules of the web ACL, in the order in which they look at requests. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { defined, unlessEmpty } from "../shared/defined.ts";
import {
  DEFAULT_RATE_WINDOW,
  MANAGED_RULE_GROUPS,
  type ManagedRuleGroupArgs,
  type RateLimitArgs,
} from "./args.ts";
import type { ResolvedEdgeProtectionArgs } from "./resolve.ts";
import { bothOf, noneOf, pathBegins, type Counted } from "./statements.ts";

type RuleInput = aws.types.input.wafv2.WebAclRule;

/** A rule without what follows from its place. */
interface Rule extends Counted, Pick<RuleInput, "action" | "overrideAction"> {
  readonly name: string;
}

/** Lists of addresses that rules name. */
export interface AddressLists {
  readonly allowed?: pulumi.Input<string>;
  readonly blocked?: pulumi.Input<string>;
}

/** Key of the text that is sent to those above a limit. */
const TEXT_KEY = "rate-limit";

/** The group that looks at addresses alone, not into bodies. */
const BY_ADDRESS: readonly string[] = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesAnonymousIpList",
];

export function protectionRules(args: ResolvedEdgeProtectionArgs, lists: AddressLists): readonly Rule[] {
  return [
    ...listRule("allowed-addresses", { allow: {} }, lists.allowed, forwardedAddress(args, "NO_MATCH")),
    ...listRule("blocked-addresses", { block: {} }, lists.blocked, forwardedAddress(args, "MATCH")),
    ...countryRules(args),
    ...bodyRule(args),
    ...args.rateLimits.map((limit) => rateRule(limit, args)),
    ...args.managedRuleGroups.map((group) => managedRule(group, args)),
  ];
}

/** As the resource takes them. */
export function ruleInputs(rules: readonly Rule[]): RuleInput[] {
  return rules.map(({ capacity: _, ...rule }, priority) => ({
    ...rule,
    priority,
    visibilityConfig: visibility(rule.name),
  }));
}

export function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}

/** Texts of answers, by key; undefined if there is none. */
export function responseBodies({
  rateLimitText,
}: ResolvedEdgeProtectionArgs): aws.types.input.wafv2.WebAclCustomResponseBody[] | undefined {
  if (rateLimitText === undefined) return undefined;
  return [{ key: TEXT_KEY, contentType: "TEXT_PLAIN", content: rateLimitText }];
}

function listRule(
  name: string,
  action: RuleInput["action"],
  arn: pulumi.Input<string> | undefined,
  forwarded: ReturnType<typeof forwardedAddress>,
): Rule[] {
  if (arn === undefined) return [];
  const ipSetReferenceStatement = {
    arn,
    // A proxy adds the address that it saw after what the client wrote into the header.
    ...defined({ ipSetForwardedIpConfig: forwarded && { ...forwarded, position: "LAST" } }),
  };
  return [{ name, ...defined({ action }), statement: { ipSetReferenceStatement }, capacity: 1 }];
}

function countryRules(args: ResolvedEdgeProtectionArgs): Rule[] {
  const { blockedCountries, allowedCountries } = args;
  const from = (countryCodes: readonly string[], fallback: Fallback): Counted => ({
    statement: {
      geoMatchStatement: {
        countryCodes: [...countryCodes],
        ...defined({ forwardedIpConfig: forwardedAddress(args, fallback) }),
      },
    },
    capacity: 1,
  });
  const block = { action: { block: {} } };
  return [
    ...(blockedCountries.length === 0
      ? []
      : [{ name: "blocked-countries", ...block, ...from(blockedCountries, "MATCH") }]),
    ...(allowedCountries === undefined
      ? []
      : [{ name: "other-countries", ...block, ...noneOf([from(allowedCountries, "NO_MATCH")])! }]),
  ];
}

/** What is longer than the web ACL can see is longer than any limit. */
function bodyRule({ maxBodyBytes, uploads }: ResolvedEdgeProtectionArgs): Rule[] {
  if (maxBodyBytes === undefined) return [];
  const tooLong: Counted = {
    statement: {
      sizeConstraintStatement: {
        fieldToMatch: { body: { oversizeHandling: "MATCH" } },
        comparisonOperator: "GT",
        size: maxBodyBytes,
        textTransformations: [{ priority: 0, type: "NONE" }],
      },
    },
    capacity: 1,
  };
  const action = { block: { customResponse: { responseCode: 413 } } };
  return [{ name: "long-bodies", action, ...bothOf(tooLong, noneOf(uploads.map(pathBegins))) }];
}

function rateRule(rate: RateLimitArgs, args: ResolvedEdgeProtectionArgs): Rule {
  const { limit, windowSeconds = DEFAULT_RATE_WINDOW, pathPrefix, action = "block" } = rate;
  const forwardedIpConfig = forwardedAddress(args, "MATCH");
  const counted = pathPrefix === undefined ? undefined : pathBegins(pathPrefix);
  return {
    name: `rate-${rate.name}`,
    action: action === "count" ? { count: {} } : { block: { customResponse: tooMany(args) } },
    statement: {
      rateBasedStatement: {
        limit,
        evaluationWindowSec: windowSeconds,
        aggregateKeyType: forwardedIpConfig === undefined ? "IP" : "FORWARDED_IP",
        ...defined({ forwardedIpConfig, scopeDownStatement: counted?.statement }),
      },
    },
    capacity: 2 + (counted?.capacity ?? 0),
  };
}

function tooMany({ rateLimitStatusCode, rateLimitText }: ResolvedEdgeProtectionArgs) {
  return {
    responseCode: rateLimitStatusCode,
    ...defined({ customResponseBodyKey: rateLimitText === undefined ? undefined : TEXT_KEY }),
  };
}

function managedRule(
  { name, action, countedRules = [] }: ManagedRuleGroupArgs,
  { managedRules, uploads }: ResolvedEdgeProtectionArgs,
): Rule {
  const exempt = BY_ADDRESS.includes(name) ? undefined : noneOf(uploads.map(pathBegins));
  const ruleActionOverrides = countedRules.map((rule) => ({ name: rule, actionToUse: { count: {} } }));
  return {
    name,
    overrideAction: (action ?? managedRules) === "count" ? { count: {} } : { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ...defined({
          ruleActionOverrides: unlessEmpty(ruleActionOverrides),
          scopeDownStatement: exempt?.statement,
        }),
      },
    },
    capacity: MANAGED_RULE_GROUPS[name] + (exempt?.capacity ?? 0),
  };
}

type Fallback = "MATCH" | "NO_MATCH";

/** How a proxy's header is read. @param fallbackBehavior of the statement for a text without a valid address: never in the client's favour. */
function forwardedAddress({ clientAddressHeader }: ResolvedEdgeProtectionArgs, fallbackBehavior: Fallback) {
  return clientAddressHeader === undefined
    ? undefined
    : { headerName: clientAddressHeader, fallbackBehavior };
}
