import { change, type Change } from "./change.ts";

const COUNTING = { before: { "protection.managedRules": "count" } } as const;
const LOGGING = { before: { "protection.logging": { deleteLogs: true } } } as const;
const LISTED = { "protection.blockedCidrs": ["198.51.100.0/24"], ...LOGGING.before };
const ON_EDGE = { fleet: "edge" } as const;
const IN_PLACE = { updates: ["WebAcl"] } as const;

/** The web ACL before the shared load balancer. */
export const PROTECTION_CHANGES: readonly Change[] = [
  change("protection.managedRules", "count", { creates: ["WebAcl", "WebAclAssociation"] }),
  change("protection.managedRules", "block", IN_PLACE, COUNTING),
  change("protection.managedRules", undefined, { deletes: ["WebAcl", "WebAclAssociation"] }, COUNTING),
  change("protection.managedRuleGroups[].name", "AWSManagedRulesSQLiRuleSet", IN_PLACE, {
    ...COUNTING,
    with: {
      "protection.managedRuleGroups": [
        { name: "x", action: "block", countedRules: ["SQLi_QUERYARGUMENTS"] },
        { name: "AWSManagedRulesCommonRuleSet" },
      ],
      "protection.managedRuleGroups[0].action": "block",
      "protection.managedRuleGroups[0].countedRules": ["SQLi_QUERYARGUMENTS"],
    },
  }),
  change("protection.rateLimits[].limit", 2000, IN_PLACE, {
    ...COUNTING,
    with: {
      "protection.rateLimits": [{ name: "all", limit: 10 }],
      "protection.rateLimits[0].name": "all",
      "protection.rateLimits[0].windowSeconds": 60,
      "protection.rateLimits[0].pathPrefix": "/",
      "protection.rateLimits[0].action": "block",
      "protection.rateLimitStatusCode": 503,
      "protection.rateLimitText": "Too many requests",
    },
  }),
  change(
    "protection.blockedCidrs",
    ["198.51.100.0/24"],
    { creates: ["IpSet"], ...IN_PLACE },
    {
      ...COUNTING,
      with: { "protection.allowedCidrs": ["192.0.2.0/24"] },
    },
  ),
  change("protection.blockedCountries", ["KP"], IN_PLACE, COUNTING),
  change(
    "protection.allowedCountries",
    ["KR"],
    { ...IN_PLACE, notices: ["during, after: no cluster answers"] },
    { ...COUNTING, words: "a country without the clients" },
  ),
  change("protection.maxBodyBytes", 8192, IN_PLACE, {
    ...COUNTING,
    with: { "protection.uploads": ["/upload/"] },
  }),
  change("protection.clientAddressHeader", "X-Forwarded-For", IN_PLACE, {
    before: { "protection.rateLimits": [{ name: "all", limit: 100000 }] },
  }),
  change(
    "protection.logging.requests",
    "all",
    { creates: ["LogGroup", "WebAclLoggingConfiguration"] },
    { ...COUNTING, with: { "protection.logging.deleteLogs": true } },
  ),
  change(
    "protection.logging.requests",
    "matched",
    { updates: ["WebAclLoggingConfiguration"] },
    {
      ...LOGGING,
      with: {
        "protection.logging.redactedHeaders": ["authorization", "cookie", "x-api-key"],
        "protection.logging.redactQueryString": true,
      },
    },
  ),
  change(
    "protection.logging.expireDays",
    30,
    { updates: ["LogGroup"] },
    {
      ...LOGGING,
      with: { "protection.logging.keyArn": "<KMS key>" },
    },
  ),
  change(
    "protection.logging.destinationArn",
    "<log group>",
    { replaces: ["WebAclLoggingConfiguration"], deletes: ["LogGroup"] },
    { ...LOGGING, with: { "protection.logging.deleteLogs": undefined } },
  ),
  change(
    "protection.managedRules",
    "count",
    { deletes: ["LogGroup", "WebAclLoggingConfiguration"] },
    { ...LOGGING, with: { "protection.logging": undefined }, words: "count, without a log" },
  ),
  change(
    "protection.managedRules",
    "count",
    { creates: ["WebAcl"], replaces: ["WebAclAssociation"] },
    {
      before: { "ingress.webAclArn": "<web acl>" },
      with: { "ingress.webAclArn": undefined },
      words: "count, in the place of a given web ACL",
    },
  ),
  change("protection.managedRules", "count", { creates: ["WebAcl", "WebAclAssociation"] }, ON_EDGE),
  change(
    "tags",
    { team: "edge" },
    {
      updates: [
        "InternetGateway",
        "IpSet",
        "Listener",
        "ListenerRule",
        "LoadBalancer",
        "LogGroup",
        "Policy",
        "RouteTable",
        "SecurityGroup",
        "Subnet",
        "TargetGroup",
        "Vpc",
        "WebAcl",
      ],
    },
    { ...ON_EDGE, before: LISTED },
  ),
  change(
    "protection.blockedCidrs",
    ["198.51.100.0/24", "203.0.113.128/25"],
    { updates: ["IpSet"] },
    {
      ...ON_EDGE,
      before: LISTED,
    },
  ),
];
