import { z } from "zod";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import type { ResourceContext } from "../../core/resource-type.ts";
import { callsOf } from "../kind/call.ts";
import { MINUTE_MS } from "../kind/waiting.ts";
import { awsResource } from "../pulumi/resource.ts";
import { sameSet } from "../pulumi/sets.ts";
import { spellings } from "../spelling.ts";
import type { Change } from "./changes.ts";
import { apiName, plainName } from "./names.ts";
import { recordId, route53State, type ResourceRecordSet } from "./state.ts";

/** Within which Route 53 brings a change to its name servers: https://aws.amazon.com/route53/faqs/ */
const PROPAGATION_MS = MINUTE_MS;

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

const alias = spellings({ name: "DNSName", zoneId: "HostedZoneId" });

/** Schema and words: terraform-provider-aws/internal/service/route53/record.go */
export const recordResource = awsResource({
  token: "aws:route53/record:Record",
  global: true,
  schema,
  replaceOnChange: ["name", "zoneId"],
  computed: ["allowOverwrite", "fqdn"],

  isSame(property, before, after) {
    if (property === "name") return apiName(String(before)) === apiName(String(after));
    return property === "records" ? sameSet(before, after) : undefined;
  },

  create(context, inputs) {
    write(context, inputs, inputs.allowOverwrite === true ? "UPSERT" : "CREATE");
    return recordId(inputs.zoneId, { Name: inputs.name, Type: inputs.type });
  },

  read({ cloud }, id, { allowOverwrite }) {
    const found = route53State(cloud).recordSets.find(id);
    if (found === undefined) return undefined;
    const { zoneId, Name, Type, TTL, ResourceRecords, AliasTarget } = found;
    return {
      zoneId,
      name: plainName(Name),
      type: Type,
      ttl: TTL,
      records: ResourceRecords?.map(({ Value }) => Value),
      aliases: AliasTarget && [alias.fromApi({ ...AliasTarget, DNSName: plainName(AliasTarget.DNSName) })],
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
    const found = route53State(context.cloud).recordSets.find(id);
    if (found === undefined) return;
    const { zoneId, ...set } = found;
    change(context, zoneId, "DELETE", set);
  },
});

function write(context: ResourceContext, inputs: Inputs, action: Change["Action"]): void {
  const { zoneId, name: Name, type: Type, ttl: TTL, records, aliases: [target] = [] } = inputs;
  const ResourceRecords = records?.map((Value) => ({ Value }));
  const AliasTarget = target && (alias.toApi(target) as ResourceRecordSet["AliasTarget"]);
  const set = { Name, Type, TTL, ResourceRecords, AliasTarget };
  try {
    change(context, zoneId, action, set);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(error.code, `creating Route53 Record: ${error.code}: ${error.message}`);
  }
}

/** As the provider does, which waits until all name servers know of a change. */
function change(
  { cloud }: ResourceContext,
  HostedZoneId: string,
  Action: Change["Action"],
  set: ResourceRecordSet,
): void {
  const Changes = [{ Action, ResourceRecordSet: set }];
  callsOf("route53")(cloud, "ChangeResourceRecordSets", { HostedZoneId, ChangeBatch: { Changes } });
  cloud.clock.advance(PROPAGATION_MS);
}
