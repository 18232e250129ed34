import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags.ts";
import type { Transform } from "../shared/transform.ts";

/** What a rule does with requests that it matches. */
export const RULE_ACTIONS = ["count", "block"] as const;

export type ProtectionAction = (typeof RULE_ACTIONS)[number];

/** Seconds over which requests can be counted: https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
export const RATE_WINDOWS = [60, 120, 300, 600] as const;

/**
 * Rule groups of AWS without a fee of their own, and the capacity units (WCU) that each takes:
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export const MANAGED_RULE_GROUPS = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesWindowsRuleSet: 200,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesWordPressRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
} as const;

export type ManagedRuleGroupName = keyof typeof MANAGED_RULE_GROUPS;

/** What is logged: all requests, those that a rule counted or blocked, or those that were blocked. */
export const LOGGED_REQUESTS = ["all", "matched", "blocked"] as const;

/** Days that CloudWatch Logs can keep events: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Defaults of {@link ProtectionLoggingArgs}. */
export const PROTECTION_LOGGING_DEFAULTS = {
  requests: "all",
  expireDays: 90,
  deleteLogs: false,
  redactedHeaders: ["authorization", "cookie"],
  redactQueryString: false,
} as const satisfies ProtectionLoggingArgs;

/** Defaults of {@link EdgeProtectionArgs}. */
export const EDGE_PROTECTION_DEFAULTS = {
  managedRules: "count",
  managedRuleGroups: [
    { name: "AWSManagedRulesAmazonIpReputationList" },
    { name: "AWSManagedRulesCommonRuleSet" },
    { name: "AWSManagedRulesKnownBadInputsRuleSet" },
    { name: "AWSManagedRulesSQLiRuleSet" },
  ],
  rateLimitStatusCode: 429,
} as const satisfies Partial<EdgeProtectionArgs>;

/** Default of {@link RateLimitArgs}. */
export const DEFAULT_RATE_WINDOW = 300;

/** A rule group of AWS. */
export interface ManagedRuleGroupArgs {
  /** Name of the group, one of {@link MANAGED_RULE_GROUPS}. */
  readonly name: ManagedRuleGroupName;
  /**
   * What it does with requests that one of its rules matches.
   * @default - that of `managedRules`
   */
  readonly action?: ProtectionAction;
  /**
   * Rules of the group, by name, that only count while the others block.
   * @default []
   * @example ["SizeRestrictions_BODY"]
   */
  readonly countedRules?: readonly string[];
}

/** How many requests a client may send. */
export interface RateLimitArgs {
  /** Name of the rule: 1 to 64 letters, digits, hyphens and underscores, each name once. */
  readonly name: string;
  /**
   * Requests of one address within the window, from 10 to 2000000000; more are answered otherwise until fewer have come within
   * the window. AWS counts near the limit, not to the request, and some seconds late.
   */
  readonly limit: number;
  /**
   * The window in seconds: 60, 120, 300 or 600.
   * @default 300
   */
  readonly windowSeconds?: number;
  /**
   * Only requests whose path begins so are counted.
   * @default - all requests
   * @example "/api/"
   */
  readonly pathPrefix?: string;
  /**
   * Whether requests above the limit are answered by the web ACL, or only counted.
   * @default "block"
   */
  readonly action?: ProtectionAction;
}

/** A log of what the web ACL did with requests. */
export interface ProtectionLoggingArgs {
  /**
   * Which requests are logged: `all`; `matched` for those that a rule counted or blocked; `blocked`.
   * @default "all"
   */
  readonly requests?: (typeof LOGGED_REQUESTS)[number];
  /**
   * ARN of a log group, a bucket or a delivery stream that is there, whose name begins with `aws-waf-logs-`. AWS WAF gives itself the
   * permission to write there, by the policy of log groups or of the bucket, or a role.
   * @default - a log group of its own
   */
  readonly destinationArn?: pulumi.Input<string>;
  /**
   * Days that a log group of its own keeps what is written: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731 or one of the
   * longer times that CloudWatch Logs takes, up to 3653.
   * @default 90
   */
  readonly expireDays?: number;
  /**
   * Whether a log group of its own goes with all logs when it is taken out of the program or destroyed. It stays in the account
   * otherwise, and Pulumi forgets it: its logs still expire.
   * @default false
   */
  readonly deleteLogs?: boolean;
  /**
   * ARN of a KMS key that encrypts a log group of its own. Its policy must let `logs.<region>.amazonaws.com` use it.
   * @default - encrypted with a key of CloudWatch Logs
   */
  readonly keyArn?: pulumi.Input<string>;
  /**
   * Headers whose values are not logged. Samples of requests that the console shows have them all the same.
   * @default ["authorization", "cookie"]
   */
  readonly redactedHeaders?: readonly string[];
  /**
   * Whether the query is not logged.
   * @default false
   */
  readonly redactQueryString?: boolean;
}

/** A web ACL for a load balancer. */
export interface EdgeProtectionArgs {
  /**
   * What rule groups of AWS do with requests that they match: `count`, to see in metrics and logs what they would do, or `block`.
   * @default "count"
   */
  readonly managedRules?: ProtectionAction;
  /**
   * Rule groups of AWS, in the order in which they look at requests.
   * @default - reputation of addresses, the common rules, known bad inputs, SQL injection: 1125 WCU
   * @example [{ name: "AWSManagedRulesCommonRuleSet", countedRules: ["SizeRestrictions_BODY"] }]
   */
  readonly managedRuleGroups?: readonly ManagedRuleGroupArgs[];
  /**
   * Limits of requests of a client, all of which hold; up to 10.
   * @default []
   * @example [{ name: "all", limit: 2000 }, { name: "login", limit: 20, windowSeconds: 60, pathPrefix: "/login" }]
   */
  readonly rateLimits?: readonly RateLimitArgs[];
  /**
   * Status of the answer to requests above a limit, from 400 to 599.
   * @default 429
   */
  readonly rateLimitStatusCode?: number;
  /**
   * Text of the answer to requests above a limit, up to 4096 bytes.
   * @default - none
   */
  readonly rateLimitText?: string;
  /**
   * IPv4 blocks whose requests pass without any other rule, such as those of one's own monitoring. To let nobody else in,
   * `inboundCidrs` of the load balancer costs nothing and is asked first.
   * @default []
   */
  readonly allowedCidrs?: readonly string[];
  /**
   * IPv4 blocks whose requests are refused with 403.
   * @default []
   */
  readonly blockedCidrs?: readonly string[];
  /**
   * Countries, by ISO 3166 codes of two letters, from which requests are refused with 403.
   * @default []
   * @example ["KP"]
   */
  readonly blockedCountries?: readonly string[];
  /**
   * The only countries, by ISO 3166 codes of two letters, from which requests are taken; an address without a country is in none.
   * @default - all
   */
  readonly allowedCountries?: readonly string[];
  /**
   * Most bytes of a request's body, from 1 to 8192; a longer one is refused with 413. A web ACL of a load balancer sees the first
   * 8 KB of a body, so that a higher limit cannot be had here: an application must keep it.
   * @default - no limit
   */
  readonly maxBodyBytes?: number;
  /**
   * Beginnings of paths to which large bodies are sent: neither `maxBodyBytes` nor rule groups that look into bodies look
   * at requests to them. Reputation of addresses, lists and limits hold for them too.
   * @default []
   * @example ["/upload/"]
   */
  readonly uploads?: readonly string[];
  /**
   * Header in which a proxy in front of the load balancer tells the client's address, such as `X-Forwarded-For` behind CloudFront.
   * Without it all who come through one proxy count as one client. Anybody who reaches the load balancer itself can write the
   * header, so let nobody but the proxy in. Lists go by the last address in it, which the proxy adds; limits and countries by the
   * first one, as AWS WAF does: where the proxy leaves in what a client wrote, clients can choose that one.
   * @default - clients are told apart by the address of their connection
   */
  readonly clientAddressHeader?: string;
  /**
   * A log of requests, with the rules that they matched. Nothing is logged while another destination takes the place of one.
   * @default - no log
   * @example { requests: "matched", expireDays: 30 }
   */
  readonly logging?: ProtectionLoggingArgs;
  /**
   * Tags of the web ACL, the lists and the log group.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes children where the args above do not reach. */
  readonly transform?: EdgeProtectionTransforms;
}

export interface EdgeProtectionTransforms {
  readonly webAcl?: Transform<aws.wafv2.WebAclArgs>;
  /** Reaches both lists of addresses; a function gets the Pulumi name too. */
  readonly ipSet?: Transform<aws.wafv2.IpSetArgs>;
  readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
  readonly loggingConfiguration?: Transform<aws.wafv2.WebAclLoggingConfigurationArgs>;
}

/** Children of an {@link EdgeProtection}. */
export interface EdgeProtectionNodes {
  readonly webAcl: aws.wafv2.WebAcl;
  /** Undefined without `allowedCidrs`. */
  readonly allowedAddresses: aws.wafv2.IpSet | undefined;
  /** Undefined without `blockedCidrs`. */
  readonly blockedAddresses: aws.wafv2.IpSet | undefined;
  /** Undefined without `logging`, and where its destination is given. */
  readonly logGroup: aws.cloudwatch.LogGroup | undefined;
  /** Undefined without `logging`. */
  readonly loggingConfiguration: aws.wafv2.WebAclLoggingConfiguration | undefined;
}
