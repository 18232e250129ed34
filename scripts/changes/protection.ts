import { change, type Change } from "./change.ts";

const COUNTING = { before: { "protection.managedRules": "count" } } as const;
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
];
