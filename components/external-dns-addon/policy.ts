import { defined } from "../shared/defined.ts";
import type { AwsPartition, IdentityStatement, PolicyDocument } from "../shared/iam.ts";
import type { ResolvedExternalDnsAddonArgs } from "./resolve.ts";

/** Types of records that ExternalDNS makes for load balancers; their TXT records have them in their names. */
const TYPES = ["A", "AAAA", "CNAME"] as const;

const KEY = "route53:ChangeResourceRecordSets";

/** What ExternalDNS may do, for zones whose ids are known. */
export interface ZonesScope extends Pick<
  ResolvedExternalDnsAddonArgs,
  "domainFilters" | "policy" | "txtPrefix"
> {
  readonly partition: AwsPartition;
  readonly zoneIds: readonly string[];
}

/**
 * The least with which ExternalDNS does its work. Zones can only be listed all together. Changes are limited to the zones,
 * to the names and types that it makes, and to those that its policy is to make.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
 */
export function externalDnsPolicy(scope: ZonesScope): PolicyDocument<IdentityStatement> {
  const zones = scope.zoneIds.map((id) => `arn:${scope.partition}:route53:::hostedzone/${id}`);
  const names = scope.domainFilters.flatMap((domain) => [domain, `*.${domain}`, ...textNames(scope, domain)]);
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "FindZones", Effect: "Allow", Action: ["route53:ListHostedZones"], Resource: "*" },
      { Sid: "ReadRecords", Effect: "Allow", Action: ["route53:ListResourceRecordSets"], Resource: zones },
      {
        Sid: "ChangeRecords",
        Effect: "Allow",
        Action: ["route53:ChangeResourceRecordSets"],
        Resource: zones,
        Condition: {
          "ForAllValues:StringEquals": {
            [`${KEY}Actions`]: ["CREATE", "UPSERT", ...(scope.policy === "sync" ? ["DELETE"] : [])],
            [`${KEY}RecordTypes`]: [...TYPES, "TXT"],
          },
          ...defined({
            "ForAllValues:StringLike":
              names.length > 0 ? { [`${KEY}NormalizedRecordNames`]: names } : undefined,
          }),
        },
      },
    ],
  };
}

/** Of the TXT records of the domain's own name, which is not below it. */
function textNames({ txtPrefix = "" }: ZonesScope, domain: string): string[] {
  const template = "%{record_type}";
  return TYPES.map((type) => type.toLowerCase()).map((type) =>
    txtPrefix.includes(template)
      ? `${txtPrefix.replaceAll(template, type)}${domain}`
      : `${txtPrefix}${type}-${domain}`,
  );
}
