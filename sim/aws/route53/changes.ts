/** Changes of a zone's records: all of a request or nothing. */
import type { Cloud } from "../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { elbv2State } from "../elbv2/state.ts";
import { hostedZoneId } from "../elbv2/load-balancer/hosted-zones.ts";
import { recordKey } from "./lookup.ts";
import { apiName, isWithin } from "./names.ts";
import { route53State, type HostedZoneRecord, type ResourceRecordSet } from "./state.ts";

export interface Change {
  readonly Action: string;
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
  for (const { Action, ResourceRecordSet: set } of changes) {
    const key = keyOf(zone, set);
    if (Action === "DELETE") route53State(cloud).recordSets.delete(key);
    else route53State(cloud).recordSets.set(key, { ...set, Name: apiName(set.Name), zoneId: zone.id });
  }
}

function keyOf(zone: HostedZoneRecord, { Name, Type }: ResourceRecordSet): string {
  return recordKey(zone.id, apiName(Name), Type);
}

function problemOf(cloud: Cloud, zone: HostedZoneRecord, change: Change): string | undefined {
  const { Action, ResourceRecordSet: set } = change;
  const name = apiName(set.Name);
  const what = `resource record set [name='${name}', type='${set.Type}']`;
  const present = route53State(cloud).recordSets.find(keyOf(zone, set));
  if (!isWithin(name, zone.name)) {
    return `RRSet with DNS name ${name} is not permitted in zone ${zone.name}`;
  }
  switch (Action) {
    case "CREATE":
      if (present !== undefined) return `Tried to create ${what} but it already exists`;
      return clash(cloud, zone, set) ?? aliasProblem(cloud, set);
    case "UPSERT":
      return clash(cloud, zone, set) ?? aliasProblem(cloud, set);
    case "DELETE":
      return present === undefined ? `Tried to delete ${what} but it was not found` : undefined;
    default:
      throw new NotSimulated("route53:ChangeResourceRecordSets", `action ${Action}`);
  }
}

/** A name with a CNAME has nothing else. */
function clash(cloud: Cloud, zone: HostedZoneRecord, { Name, Type }: ResourceRecordSet): string | undefined {
  const name = apiName(Name);
  const others = route53State(cloud).recordSets.where(
    (one) => one.zoneId === zone.id && one.Name === name && one.Type !== Type,
  );
  const [other] = others.filter((one) => Type === "CNAME" || one.Type === "CNAME");
  return (
    other &&
    `RRSet of type ${Type} with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`
  );
}

/** Only load balancers are targets here, in the zone that AWS has for those of the region. */
function aliasProblem(cloud: Cloud, { Type, AliasTarget: target }: ResourceRecordSet): string | undefined {
  if (target === undefined) return undefined;
  const aim = apiName(target.DNSName).replace(/^dualstack\./, "");
  const from = `Tried to create an alias that targets ${apiName(target.DNSName)}, type ${Type} in zone ${target.HostedZoneId}`;
  if (target.HostedZoneId !== hostedZoneId(cloud.region)) {
    return `${from}, but the alias target name does not lie within the target zone`;
  }
  const found = elbv2State(cloud).loadBalancers.where(({ dnsName }) => apiName(dnsName) === aim);
  return found.length > 0 ? undefined : `${from}, but that target was not found`;
}
