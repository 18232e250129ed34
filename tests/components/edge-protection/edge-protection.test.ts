import { describe, expect, it } from "vitest";
import {
  EdgeProtection,
  MANAGED_RULE_GROUPS,
  type EdgeProtectionArgs,
  type ManagedRuleGroupName,
  type ProtectionLoggingArgs,
} from "../../../components/index.ts";
import { refusalOf, runProgram, summary } from "../../support/pulumi-program.ts";
import { COUNTRIES } from "../../../components/edge-protection/countries.ts";

async function protection(args: EdgeProtectionArgs = {}) {
  const run = await runProgram(() => new EdgeProtection("edge", args));
  return { ...run, inputs: run.resource("edge-acl").inputs };
}

async function rules(args: EdgeProtectionArgs) {
  return (await protection(args)).inputs["rules"] as readonly Record<string, unknown>[];
}

const UPLOADS = {
  fieldToMatch: { uriPath: {} },
  positionalConstraint: "STARTS_WITH",
  searchString: "/upload/",
  textTransformations: [
    { priority: 0, type: "URL_DECODE" },
    { priority: 1, type: "NORMALIZE_PATH" },
  ],
};

const visible = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: true,
});

describe("EdgeProtection", () => {
  it("counts what four rule groups of AWS match", async () => {
    const { resources, inputs } = await protection();
    expect(resources.map(summary)).toEqual([
      "multicluster-ingress:index:EdgeProtection edge",
      "aws:wafv2/webAcl:WebAcl edge-acl",
    ]);
    const group = (priority: number, name: string) => ({
      name,
      priority,
      overrideAction: { count: {} },
      statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
      visibilityConfig: visible(name),
    });
    expect(inputs).toEqual({
      name: "edge",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules: [
        group(0, "AWSManagedRulesAmazonIpReputationList"),
        group(1, "AWSManagedRulesCommonRuleSet"),
        group(2, "AWSManagedRulesKnownBadInputsRuleSet"),
        group(3, "AWSManagedRulesSQLiRuleSet"),
      ],
      visibilityConfig: visible("edge"),
      tags: {},
    });
  });

  it("blocks by one setting, but for groups and rules that only count", async () => {
    const found = await rules({
      managedRules: "block",
      managedRuleGroups: [
        { name: "AWSManagedRulesCommonRuleSet", countedRules: ["SizeRestrictions_BODY"] },
        { name: "AWSManagedRulesSQLiRuleSet", action: "count" },
      ],
    });
    expect(found.map(({ overrideAction, statement }) => ({ overrideAction, statement }))).toEqual([
      {
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: "AWS",
            name: "AWSManagedRulesCommonRuleSet",
            ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
          },
        },
      },
      {
        overrideAction: { count: {} },
        statement: {
          managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesSQLiRuleSet" },
        },
      },
    ]);
  });

  it("keeps what looks into bodies away from uploads", async () => {
    const [body, reputation, common] = await rules({
      maxBodyBytes: 8_192,
      uploads: ["/upload/"],
      managedRuleGroups: [
        { name: "AWSManagedRulesAmazonIpReputationList" },
        { name: "AWSManagedRulesCommonRuleSet" },
      ],
    });
    const exempt = { notStatement: { statement: { byteMatchStatement: UPLOADS } } };
    expect(body).toMatchObject({
      name: "long-bodies",
      action: { block: { customResponse: { responseCode: 413 } } },
      statement: {
        andStatement: {
          statements: [
            {
              sizeConstraintStatement: {
                fieldToMatch: { body: { oversizeHandling: "MATCH" } },
                comparisonOperator: "GT",
                size: 8_192,
                textTransformations: [{ priority: 0, type: "NONE" }],
              },
            },
            exempt,
          ],
        },
      },
    });
    expect(reputation!["statement"]).not.toHaveProperty("managedRuleGroupStatement.scopeDownStatement");
    expect(common!["statement"]).toMatchObject({
      managedRuleGroupStatement: { scopeDownStatement: exempt },
    });
  });

  it("answers those above a limit with a text of one's own", async () => {
    const { inputs } = await protection({
      rateLimits: [
        { name: "all", limit: 2_000 },
        { name: "login", limit: 20, windowSeconds: 60, pathPrefix: "/login", action: "count" },
      ],
      rateLimitText: "Slow down",
      clientAddressHeader: "X-Forwarded-For",
      managedRuleGroups: [],
    });
    const forwarded = {
      aggregateKeyType: "FORWARDED_IP",
      forwardedIpConfig: { headerName: "X-Forwarded-For", fallbackBehavior: "MATCH" },
    };
    expect(inputs["customResponseBodies"]).toEqual([
      { key: "rate-limit", contentType: "TEXT_PLAIN", content: "Slow down" },
    ]);
    expect(inputs["rules"]).toEqual([
      {
        name: "rate-all",
        priority: 0,
        action: { block: { customResponse: { responseCode: 429, customResponseBodyKey: "rate-limit" } } },
        statement: { rateBasedStatement: { limit: 2_000, evaluationWindowSec: 300, ...forwarded } },
        visibilityConfig: visible("rate-all"),
      },
      {
        name: "rate-login",
        priority: 1,
        action: { count: {} },
        statement: {
          rateBasedStatement: {
            limit: 20,
            evaluationWindowSec: 60,
            ...forwarded,
            scopeDownStatement: { byteMatchStatement: { ...UPLOADS, searchString: "/login" } },
          },
        },
        visibilityConfig: visible("rate-login"),
      },
    ]);
  });

  describe("logs", () => {
    const DESTINATION = "arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-shop";
    const logged = async (logging: ProtectionLoggingArgs) => {
      const { resources } = await runProgram(() => new EdgeProtection("edge", { logging }), {
        outputs: ({ type }) => ({ arn: type.endsWith("LogGroup") ? `${DESTINATION}-1` : "acl" }),
      });
      const made = resources.filter(({ type }) => /LogGroup$|LoggingConfiguration$/.test(type));
      return Object.fromEntries(made.map(({ type, inputs }) => [type, inputs]));
    };

    it("all requests to a log group of its own, without what clients are known by", async () => {
      expect(await logged({})).toEqual({
        "aws:cloudwatch/logGroup:LogGroup": {
          namePrefix: "aws-waf-logs-edge-",
          retentionInDays: 90,
          tags: {},
        },
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
          resourceArn: "acl",
          logDestinationConfigs: [`${DESTINATION}-1`],
          redactedFields: [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }],
        },
      });
    });

    it("some requests to a given place, without what else is named", async () => {
      const made = await logged({
        destinationArn: DESTINATION,
        requests: "matched",
        redactedHeaders: ["X-Api-Key"],
        redactQueryString: true,
      });
      const conditions = ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map((action) => ({
        actionCondition: { action },
      }));
      expect(made).toEqual({
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
          resourceArn: "acl",
          logDestinationConfigs: [DESTINATION],
          redactedFields: [{ singleHeader: { name: "x-api-key" } }, { queryString: {} }],
          loggingFilter: {
            defaultBehavior: "DROP",
            filters: [{ behavior: "KEEP", requirement: "MEETS_ANY", conditions }],
          },
        },
      });
    });

    it("say what is wrong with them", () => {
      const wrong = (logging: object) =>
        EdgeProtection.problems("edge", { logging }).map(({ path, reason }) => `${path} ${reason}`);
      expect(
        wrong({
          requests: "some",
          expireDays: 2,
          keyArn: "key",
          redactedHeaders: ["a b", "cookie", "cookie"],
        }),
      ).toMatchInlineSnapshot(`
        [
          "logging.requests is "some"; use one of all, matched, blocked",
          "logging.keyArn is "key"; use the ARN of a KMS key, not that of an alias",
          "logging.expireDays is 2; use one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
          "logging.redactedHeaders[0] is "a b"; use the name of a header such as authorization, of up to 64 characters",
          "logging.redactedHeaders[2] is "cookie", as is logging.redactedHeaders[1]; name it once",
        ]
      `);
      expect(wrong({ destinationArn: "arn:aws:logs:eu-west-1:111122223333:log-group:shop", expireDays: 30 }))
        .toMatchInlineSnapshot(`
        [
          "logging.destinationArn is "arn:aws:logs:eu-west-1:111122223333:log-group:shop"; use the ARN of a log group, bucket or delivery stream whose name begins with aws-waf-logs-",
          "logging.expireDays is a matter of whoever made the destination that is given; leave it or destinationArn out",
        ]
      `);
      expect(wrong({ expireDays: 3_653, destinationArn: undefined })).toEqual([]);
      for (const arn of [
        DESTINATION,
        "arn:aws:s3:::aws-waf-logs-shop/edge",
        "arn:aws-cn:firehose:cn-north-1:111122223333:deliverystream/aws-waf-logs-shop",
      ]) {
        expect(wrong({ destinationArn: arn })).toEqual([]);
      }
    });
  });

  it("names countries that AWS WAF knows, each to let in or to keep out", () => {
    const wrong = (countries: object) =>
      EdgeProtection.problems("edge", countries).map(({ path, reason }) => `${path} ${reason}`);
    expect(wrong({ blockedCountries: ["GB", "XK"], allowedCountries: ["KR"] })).toEqual([]);
    expect(wrong({ blockedCountries: ["UK", "XX"] })).toEqual([
      'blockedCountries[0] is "UK", which is not a country to AWS WAF; use an ISO 3166 code such as GB',
      'blockedCountries[1] is "XX", which is not a country to AWS WAF; use an ISO 3166 code such as GB',
    ]);
    expect(wrong({ blockedCountries: ["KP", "KR"], allowedCountries: ["KR"] })).toEqual([
      'allowedCountries[0] is "KR", as is blockedCountries[1]; name it in one of them',
    ]);
  });

  it("says all that is wrong at once", async () => {
    expect(
      await refusalOf(
        () =>
          new EdgeProtection("edge", {
            managedRules: "off" as never,
            managedRuleGroups: [
              { name: "AWSManagedRulesSQLiRuleSet", countedRules: ["a b"] },
              { name: "AWSManagedRulesSQLiRuleSet" },
            ],
            rateLimits: [
              { name: "all", limit: 9, windowSeconds: 90 },
              { name: "all", limit: 2_000_000_001, pathPrefix: "api" },
            ],
            rateLimitStatusCode: 200,
            rateLimitText: "x".repeat(4_097),
            allowedCidrs: ["0.0.0.0/0"],
            blockedCidrs: ["203.0.113.1/24"],
            blockedCountries: ["kp"],
            allowedCountries: [],
            maxBodyBytes: 8_193,
            uploads: ["upload"],
            clientAddressHeader: "X Forwarded",
          }),
      ),
    ).toMatchInlineSnapshot(`
      "EdgeProtection "edge" has 17 problems:
        - managedRules is "off"; use one of count, block
        - managedRuleGroups[0].countedRules[0] is "a b"; use the name of a rule such as SizeRestrictions_BODY
        - managedRuleGroups[1].name is "AWSManagedRulesSQLiRuleSet", as is managedRuleGroups[0].name; name it once
        - rateLimits[0].limit is 9; use a whole number from 10 to 2000000000
        - rateLimits[0].windowSeconds is 90; use one of 60, 120, 300, 600
        - rateLimits[1].limit is 2000000001; use a whole number from 10 to 2000000000
        - rateLimits[1].pathPrefix is "api"; use the beginning of a path such as /upload/, of up to 199 characters
        - rateLimits[1].name is "all", as is rateLimits[0].name; name it once
        - rateLimitStatusCode is 200; use a whole number from 400 to 599
        - rateLimitText has 4097 bytes; use up to 4096
        - allowedCidrs[0] is "0.0.0.0/0", which a list cannot hold; leave it out
        - blockedCidrs[0] is "203.0.113.1/24", with bits beyond its prefix; use 203.0.113.0/24
        - blockedCountries[0] is "kp"; use a country code of two capital letters such as KR
        - allowedCountries is empty, so that no request would be taken; name a country, or leave it out
        - clientAddressHeader is "X Forwarded"; use the name of a header such as X-Forwarded-For
        - maxBodyBytes is 8193, but a web ACL of a load balancer sees only the first 8192 bytes of a body; use a number up to that, or leave it out and let the application refuse
        - uploads[0] is "upload"; use the beginning of a path such as /upload/, of up to 199 characters"
    `);
  });

  it("adds up what rules take, and says when it is more than AWS allows", async () => {
    const names = Object.keys(MANAGED_RULE_GROUPS) as ManagedRuleGroupName[];
    const refused = (count: number) =>
      EdgeProtection.problems("edge", {
        managedRuleGroups: names.map((name) => ({ name })),
        uploads: Array.from({ length: count }, (_, index) => `/${index}`),
      });
    expect(refused(15)).toEqual([]);
    expect(refused(16).map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      "managedRuleGroups and the other rules take 5143 WCU together; AWS allows 5000, so take some away",
    ]);
  });

  it("says when lists have more entries than AWS WAF takes", () => {
    const limits = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ name: `r${index}`, limit: 10 }));
    const countries = [...COUNTRIES];
    const refused = (args: EdgeProtectionArgs) =>
      EdgeProtection.problems("edge", args).map(({ path, reason }) => `${path} ${reason}`);
    expect(refused({ rateLimits: limits(10), blockedCountries: countries.slice(0, 50) })).toEqual([]);
    expect(refused({ rateLimits: limits(11), blockedCountries: countries.slice(0, 51) })).toEqual([
      "rateLimits has 11 entries; AWS WAF takes 10",
      "blockedCountries has 51 entries; AWS WAF takes 50",
    ]);
  });
});
