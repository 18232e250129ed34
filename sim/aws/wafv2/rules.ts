/** Rules as the API has them, as far as they are simulated. https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html */
import { NotSimulated } from "../../core/errors.ts";

/** A header from which the client's address is read, and whether the rule matches where no valid one is found. */
export type Forwarded = { readonly HeaderName: string; readonly FallbackBehavior: string };

type Transformations = readonly { readonly Priority: number; readonly Type: string }[];

/** A statement, which is of one kind. */
export interface Statement {
  readonly AndStatement?: { readonly Statements: readonly Statement[] };
  readonly OrStatement?: { readonly Statements: readonly Statement[] };
  readonly NotStatement?: { readonly Statement: Statement };
  readonly ByteMatchStatement?: {
    readonly SearchString: string;
    readonly FieldToMatch: { readonly UriPath?: object };
    readonly TextTransformations: Transformations;
    readonly PositionalConstraint: string;
  };
  readonly GeoMatchStatement?: {
    readonly CountryCodes: readonly string[];
    readonly ForwardedIPConfig?: Forwarded;
  };
  readonly IPSetReferenceStatement?: {
    readonly ARN: string;
    readonly IPSetForwardedIPConfig?: Forwarded & { readonly Position: string };
  };
  readonly ManagedRuleGroupStatement?: {
    readonly VendorName: string;
    readonly Name: string;
    readonly RuleActionOverrides?: readonly {
      readonly Name: string;
      readonly ActionToUse: { readonly Count?: object };
    }[];
    readonly ScopeDownStatement?: Statement;
  };
  readonly RateBasedStatement?: {
    readonly Limit: number;
    readonly EvaluationWindowSec: number;
    readonly AggregateKeyType: string;
    readonly ForwardedIPConfig?: Forwarded;
    readonly ScopeDownStatement?: Statement;
  };
  readonly SizeConstraintStatement?: {
    readonly FieldToMatch: { readonly Body?: { readonly OversizeHandling: string } };
    readonly ComparisonOperator: string;
    readonly Size: number;
    readonly TextTransformations: Transformations;
  };
}

/** What a rule does with requests that it matches. */
export interface RuleAction {
  readonly Allow?: object;
  readonly Count?: object;
  readonly Block?: {
    readonly CustomResponse?: { readonly ResponseCode: number; readonly CustomResponseBodyKey?: string };
  };
}

export interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly Statement: Statement;
  readonly Action?: RuleAction;
  /** In place of `Action`, for a rule group: that it only counts, or does what its rules say. */
  readonly OverrideAction?: { readonly Count?: object; readonly None?: object };
  readonly VisibilityConfig: object;
}

interface VisibilityConfig {
  readonly CloudWatchMetricsEnabled?: boolean;
  readonly MetricName?: string;
  readonly SampledRequestsEnabled?: boolean;
}

type ResponseBody = { readonly ContentType: string; readonly Content: string };

/** What a web ACL does with requests. */
export interface WebAclSettings {
  readonly DefaultAction: Pick<RuleAction, "Allow" | "Block">;
  readonly VisibilityConfig: VisibilityConfig;
  readonly Rules?: readonly Rule[];
  readonly CustomResponseBodies?: Readonly<Record<string, ResponseBody>>;
}

interface LogFilter {
  readonly Behavior: string;
  readonly Requirement: string;
  readonly Conditions: readonly { readonly ActionCondition?: { readonly Action: string } }[];
}

/** What of a web ACL's requests is written where. */
export interface LoggingConfiguration {
  readonly ResourceArn: string;
  readonly LogDestinationConfigs: readonly string[];
  readonly RedactedFields?: readonly {
    readonly SingleHeader?: { readonly Name: string };
    readonly QueryString?: object;
  }[];
  readonly LoggingFilter?: { readonly DefaultBehavior: string; readonly Filters: readonly LogFilter[] };
}

/** The only values that some members may have here. */
const SIMULATED_VALUES: Readonly<Record<string, readonly string[]>> = {
  Scope: ["REGIONAL"],
  IPAddressVersion: ["IPV4"],
  VendorName: ["AWS"],
  PositionalConstraint: ["STARTS_WITH"],
  ComparisonOperator: ["GT"],
  OversizeHandling: ["MATCH"],
  Type: ["NONE", "URL_DECODE", "NORMALIZE_PATH"],
  AggregateKeyType: ["IP", "FORWARDED_IP"],
  Position: ["LAST"],
  DefaultBehavior: ["DROP"],
  Behavior: ["KEEP"],
  Requirement: ["MEETS_ANY"],
};

/** @throws NotSimulated for a value, however deep, that is not among {@link SIMULATED_VALUES}. */
export function requireSimulated(operationName: string, request: unknown): void {
  if (typeof request !== "object" || request === null) return;
  for (const [member, value] of Object.entries(request)) {
    if (SIMULATED_VALUES[member]?.includes(value as string) === false) {
      throw new NotSimulated(`wafv2:${operationName}`, `${member} ${String(value)}`);
    }
    requireSimulated(operationName, value);
  }
}
