/** Changes of a zone's records: all of a request or nothing. */
import type { Cloud } from "../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { elbv2State } from "../elbv2/state.ts";
import { apiName, isWithin } from "./names.ts";
import { recordId, route53State, type HostedZoneRecord, type ResourceRecordSet } from "./state.ts";

const ACTIONS = ["CREATE", "UPSERT", "DELETE"] as const;

export interface Change {
  readonly Action: (typeof ACTIONS)[number];
  readonly ResourceRecordSet: ResourceRecordSet;
}

/**
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 *
 * @throws AwsError InvalidChangeBatch with everything that is wrong.
 */
export function applyChanges(cloud: Cloud, zone: HostedZoneRecord, changes: readonly Change[]): void {
  const problems = changes.flatMap((change) => problemOf(cloud, zone, change) ?? []);
  if (problems.length > 0) throw new AwsError("InvalidChangeBatch", `[${problems.join(", ")}]`);
  const { recordSets } = route53State(cloud);
  for (const { Action, ResourceRecordSet: set } of changes) {
    const Name = apiName(set.Name);
    const id = recordId(zone.id, Name, set.Type);
    if (Action === "DELETE") recordSets.delete(id);
    else recordSets.set(id, { ...set, Name, zoneId: zone.id });
  }
}

function problemOf(
  cloud: Cloud,
  { id, name: zone }: HostedZoneRecord,
  { Action, ResourceRecordSet: { Name, Type, AliasTarget } }: Change,
): string | undefined {
  const name = apiName(Name);
  if (!isWithin(name, zone)) return `RRSet with DNS name ${name} is not permitted in zone ${zone}`;
  const present = route53State(cloud).recordSets.where((one) => one.zoneId === id && one.Name === name);
  const isThere = present.some((one) => one.Type === Type);
  const what = `resource record set [name='${name}', type='${Type}']`;
  if (!ACTIONS.includes(Action))
    throw new NotSimulated("route53:ChangeResourceRecordSets", `action ${Action}`);
  if (Action === "DELETE") return isThere ? undefined : `Tried to delete ${what} but it was not found`;
  if (Action === "CREATE" && isThere) return `Tried to create ${what} but it already exists`;
  // A name with a CNAME has nothing else.
  if (present.some((one) => one.Type !== Type && [one.Type, Type].includes("CNAME"))) {
    return `RRSet of type ${Type} with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone}`;
  }
  return AliasTarget && aliasProblem(cloud, Type, AliasTarget);
}

/** Only load balancers are targets here. */
function aliasProblem(
  cloud: Cloud,
  type: string,
  { DNSName, HostedZoneId }: NonNullable<ResourceRecordSet["AliasTarget"]>,
): string | undefined {
  const aim = apiName(DNSName).replace(/^dualstack\./, "");
  const found = elbv2State(cloud).loadBalancers.where(({ dnsName }) => apiName(dnsName) === aim);
  if (found.length > 0) return undefined;
  return `Tried to create an alias that targets ${aim}, type ${type} in zone ${HostedZoneId}, but that target was not found`;
}
