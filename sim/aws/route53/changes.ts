/** Changes of a zone's records: all of a request or nothing. */
import type { Cloud } from "../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { apiName, isWithin } from "./names.ts";
import {
  recordId,
  route53State,
  type HostedZoneRecord,
  type RecordSetRecord,
  type ResourceRecordSet,
} from "./state.ts";
import { loadBalancerOf } from "./weights.ts";

const ACTIONS = ["CREATE", "UPSERT", "DELETE"] as const;

const MAX_WEIGHT = 255;

export interface Change {
  readonly Action: (typeof ACTIONS)[number];
  readonly ResourceRecordSet: ResourceRecordSet;
}

/**
 * One change after the other, as a record that is deleted makes room for what comes behind it.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 *
 * @throws AwsError InvalidChangeBatch with everything that is wrong.
 */
export function applyChanges(cloud: Cloud, zone: HostedZoneRecord, changes: readonly Change[]): void {
  const { recordSets } = route53State(cloud);
  const inZone = recordSets.where(({ zoneId }) => zoneId === zone.id);
  const names = Map.groupBy(inZone, ({ Name }) => Name);
  const problems: string[] = [];
  for (const { Action, ResourceRecordSet } of changes) {
    const set = { ...ResourceRecordSet, Name: apiName(ResourceRecordSet.Name), zoneId: zone.id };
    const present = names.get(set.Name) ?? [];
    const problem = problemOf(cloud, zone, { Action, set, present });
    if (problem !== undefined) problems.push(problem);
    const others = present.filter((one) => keyOf(one) !== keyOf(set));
    names.set(set.Name, Action === "DELETE" ? others : [...others, set]);
  }
  if (problems.length > 0) throw new AwsError("InvalidChangeBatch", `[${problems.join(", ")}]`);
  for (const { Action, ResourceRecordSet: set } of changes) {
    const id = recordId(zone.id, set);
    if (Action === "DELETE") recordSets.delete(id);
    else recordSets.set(id, { ...set, Name: apiName(set.Name), zoneId: zone.id });
  }
}

function keyOf({ zoneId, ...set }: RecordSetRecord): string {
  return recordId(zoneId, set);
}

interface Wanted {
  readonly Action: Change["Action"];
  readonly set: RecordSetRecord;
  /** What the name has before. */
  readonly present: readonly RecordSetRecord[];
}

function problemOf(
  cloud: Cloud,
  { name: zone }: HostedZoneRecord,
  { Action, set, present }: Wanted,
): string | undefined {
  const { Name: name, Type, SetIdentifier, AliasTarget } = set;
  if (!isWithin(name, zone)) return `RRSet with DNS name ${name} is not permitted in zone ${zone}`;
  const isThere = present.some((one) => keyOf(one) === keyOf(set));
  const identifier = SetIdentifier === undefined ? "" : `, set-identifier='${SetIdentifier}'`;
  const what = `resource record set [name='${name}', type='${Type}'${identifier}]`;
  if (!ACTIONS.includes(Action))
    throw new NotSimulated("route53:ChangeResourceRecordSets", `action ${Action}`);
  if (Action === "DELETE") return isThere ? undefined : `Tried to delete ${what} but it was not found`;
  if (Action === "CREATE" && isThere) return `Tried to create ${what} but it already exists`;
  // A name with a CNAME has nothing else.
  if (present.some((one) => one.Type !== Type && [one.Type, Type].includes("CNAME"))) {
    return `RRSet of type ${Type} with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone}`;
  }
  return weightProblem(set, present) ?? (AliasTarget && aliasProblem(cloud, Type, AliasTarget));
}

/**
 * A name has of a type either one record or weighted ones.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
 * Words: https://github.com/kubernetes-sigs/external-dns/issues/4345, https://github.com/gardener/external-dns-management/issues/513
 */
function weightProblem(
  { Name, Type, SetIdentifier, Weight }: RecordSetRecord,
  present: readonly RecordSetRecord[],
): string | undefined {
  if ((SetIdentifier === undefined) !== (Weight === undefined)) {
    throw new NotSimulated("route53:ChangeResourceRecordSets", "a set identifier without a weight");
  }
  if (Weight !== undefined && Weight > MAX_WEIGHT) throw new NotSimulated("record", `weight ${Weight}`);
  const ofType = present.filter((one) => one.Type === Type);
  const what = `RRSet with DNS name ${Name}, type ${Type}`;
  if (SetIdentifier === undefined) {
    const isWeighted = ofType.some((one) => one.SetIdentifier !== undefined);
    return isWeighted
      ? `${what} cannot be created as other RRSets exist with the same name and type.`
      : undefined;
  }
  return ofType.some((one) => one.SetIdentifier === undefined)
    ? `${what}, SetIdentifier ${SetIdentifier} cannot be created as a non-weighted set exists with the same name and type.`
    : undefined;
}

/** Only load balancers are targets here. */
function aliasProblem(
  cloud: Cloud,
  type: string,
  { DNSName, HostedZoneId }: NonNullable<ResourceRecordSet["AliasTarget"]>,
): string | undefined {
  if (loadBalancerOf(cloud, DNSName) !== undefined) return undefined;
  const aim = apiName(DNSName).replace(/^dualstack\./, "");
  return `Tried to create an alias that targets ${aim}, type ${type} in zone ${HostedZoneId}, but that target was not found`;
}
