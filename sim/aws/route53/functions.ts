import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { defined } from "../../core/defined.ts";
import { callsOf } from "../kind/call.ts";
import { awsFunction } from "../pulumi/function.ts";
import { spellings } from "../spelling.ts";
import { apiName, plainName } from "./names.ts";
import type { HostedZone } from "./operations.ts";

const call = callsOf("route53");
const { fromApi } = spellings({ ttl: "TTL", dnsName: "DNSName" });

/**
 * https://www.pulumi.com/registry/packages/aws/api-docs/route53/getzone/
 * Words: terraform-provider-aws/internal/service/route53/zone_data_source.go, internal/tfresource/not_found_error.go
 */
export const getZone = awsFunction({
  token: "aws:route53/getZone:getZone",
  global: true,
  args: {
    zoneId: z.string().optional(),
    name: z.string().optional(),
    privateZone: z.boolean().optional(),
  },
  invoke(cloud, { zoneId, name = "", privateZone = false }) {
    const isNamed = ({ Name, Config }: HostedZone) =>
      Name === apiName(name) && Config.PrivateZone === privateZone;
    const found =
      zoneId === undefined
        ? findZone(cloud, isNamed, "no matching Route 53 Hosted Zone found")
        : findZone(cloud, ({ Id }) => Id === `/hostedzone/${zoneId}`, "couldn't find resource");
    const id = found.Id.replace("/hostedzone/", "");
    return {
      id,
      zoneId: id,
      arn: `arn:${cloud.partition}:route53:::hostedzone/${id}`,
      name: plainName(found.Name),
      privateZone: found.Config.PrivateZone,
      tags: {},
    };
  },
});

function findZone(cloud: Cloud, isWanted: (zone: HostedZone) => boolean, none: string): HostedZone {
  const { HostedZones } = call(cloud, "ListHostedZones", {});
  const [found, ...others] = HostedZones.filter(isWanted);
  if (found === undefined) throw new Error(none);
  if (others.length === 0) return found;
  throw new Error(
    "multiple Route 53 Hosted Zones matched; use additional constraints to reduce matches to a single Route 53 Hosted Zone",
  );
}

/**
 * https://www.pulumi.com/registry/packages/aws/api-docs/route53/getrecords/
 * Names and targets as the API spells them: terraform-provider-aws/internal/service/route53/records_data_source.go
 */
export const getRecords = awsFunction({
  token: "aws:route53/getRecords:getRecords",
  global: true,
  args: { zoneId: z.string() },
  invoke(cloud, { zoneId }) {
    const { ResourceRecordSets } = call(cloud, "ListResourceRecordSets", { HostedZoneId: zoneId });
    const resourceRecordSets = ResourceRecordSets.map((set) =>
      fromApi({ TTL: 0, ResourceRecords: [], ...defined(set) }),
    );
    return { zoneId, resourceRecordSets };
  },
});
