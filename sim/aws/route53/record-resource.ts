import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import type { ResourceContext } from "../../core/resource-type.ts";
import { MINUTE_MS } from "../kind/waiting.ts";
import { awsResource } from "../pulumi/resource.ts";
import { sameSet } from "../pulumi/sets.ts";
import { apiName, isWithin, plainName } from "./names.ts";
import { recordKey } from "./lookup.ts";
import { route53State, type RecordSetRecord, type ResourceRecordSet } from "./state.ts";

const TIMEOUT_MS = 30 * MINUTE_MS;

const schema = z.object({
  zoneId: z.string(),
  name: z.string(),
  type: z.string(),
  ttl: z.number().optional(),
  records: z.array(z.string()).optional(),
  aliases: z
    .array(z.strictObject({ name: z.string(), zoneId: z.string(), evaluateTargetHealth: z.boolean() }))
    .optional(),
  allowOverwrite: z.boolean().optional(),
});

type Inputs = z.output<typeof schema>;

/** Schema and words: terraform-provider-aws/internal/service/route53/record.go */
export const recordResource = awsResource({
  token: "aws:route53/record:Record",
  global: true,
  schema,
  replaceOnChange: ["name", "zoneId"],
  computed: ["allowOverwrite", "fqdn"],

  isSame(property, before, after) {
    if (property === "name") return spelled(before) === spelled(after);
    return property === "records" ? sameSet(before, after) : undefined;
  },

  create(context, inputs) {
    write(context, inputs, inputs.allowOverwrite === true ? "UPSERT" : "CREATE");
    return [inputs.zoneId, spelled(inputs.name), inputs.type].join("_");
  },

  read({ cloud }, id, { allowOverwrite }) {
    const found = findById(cloud, id);
    if (found === undefined) return undefined;
    const { zoneId, Name, Type, TTL, ResourceRecords, AliasTarget } = found;
    return {
      zoneId,
      name: plainName(Name),
      type: Type,
      ttl: TTL,
      records: ResourceRecords?.map(({ Value }) => Value),
      aliases: AliasTarget && [
        {
          name: plainName(AliasTarget.DNSName),
          zoneId: AliasTarget.HostedZoneId,
          evaluateTargetHealth: AliasTarget.EvaluateTargetHealth,
        },
      ],
      fqdn: plainName(Name),
      allowOverwrite,
    };
  },

  update(context, _id, before, after) {
    if (before.type !== undefined && before.type !== after.type) {
      throw new NotSimulated("aws:route53/record:Record", "a change of type");
    }
    write(context, after, "UPSERT");
  },

  delete(context, id) {
    const { cloud } = context;
    const { zoneId, name, type } = partsOf(id);
    const { ResourceRecordSets } = cloud.call(cloud.administrator, "route53", "ListResourceRecordSets", {
      ...{ HostedZoneId: zoneId, StartRecordName: name, StartRecordType: type },
    });
    const [set] = ResourceRecordSets;
    if (set?.Name === apiName(name) && set.Type === type) change(context, zoneId, "DELETE", set);
  },
});

/** The provider keeps names in lower case, without the dot at the end. */
function spelled(name: unknown): string {
  return String(name).toLowerCase().replace(/\.$/, "");
}

function findById(cloud: Cloud, id: string): RecordSetRecord | undefined {
  const { zoneId, name, type } = partsOf(id);
  return route53State(cloud).recordSets.find(recordKey(zoneId, apiName(name), type));
}

function partsOf(id: string) {
  const [, zoneId = "", name = "", type = ""] = /^([^_]+)_(.+)_([A-Z]+)$/.exec(id) ?? [];
  return { zoneId, name, type };
}

function write(context: ResourceContext, inputs: Inputs, action: string): void {
  const { zoneId, name, type, ttl, records, aliases } = inputs;
  const { HostedZone } = context.cloud.call(context.cloud.administrator, "route53", "GetHostedZone", {
    Id: zoneId,
  });
  const [alias] = aliases ?? [];
  // A name outside of the zone is taken to be one below it.
  const full = isWithin(apiName(name), HostedZone.Name) ? name : `${name}.${HostedZone.Name}`;
  const set: ResourceRecordSet = {
    Name: full,
    Type: type,
    TTL: ttl,
    ResourceRecords: records?.map((Value) => ({ Value })),
    AliasTarget: alias && {
      HostedZoneId: alias.zoneId,
      DNSName: alias.name,
      EvaluateTargetHealth: alias.evaluateTargetHealth,
    },
  };
  try {
    change(context, zoneId, action, set);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(error.code, `creating Route53 Record: ${error.code}: ${error.message}`);
  }
}

function change(
  { cloud, timeoutMs = TIMEOUT_MS }: ResourceContext,
  HostedZoneId: string,
  Action: string,
  set: ResourceRecordSet,
): void {
  const { ChangeInfo } = cloud.call(cloud.administrator, "route53", "ChangeResourceRecordSets", {
    HostedZoneId,
    ChangeBatch: { Changes: [{ Action, ResourceRecordSet: set }] },
  });
  const Id = ChangeInfo.Id.replace("/change/", "");
  const status = () => cloud.call(cloud.administrator, "route53", "GetChange", { Id }).ChangeInfo.Status;
  cloud.clock.waitUntil(() => status() === "INSYNC", timeoutMs);
}
