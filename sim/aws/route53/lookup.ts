/** What name servers answer. */
import type { Cloud } from "../../core/cloud.ts";
import { apiName, isWithin } from "./names.ts";
import { route53State, type HostedZoneRecord, type RecordSetRecord } from "./state.ts";

export function recordKey(zoneId: string, name: string, type: string): string {
  return `${zoneId} ${name} ${type}`;
}

/** The records of a name that everybody on the internet gets. */
export function publicRecordSet(cloud: Cloud, name: string, type: string): RecordSetRecord | undefined {
  return recordSetIn(cloud, name, type, ({ vpcIds, delegated }) => vpcIds === undefined && delegated);
}

/** The zone with the longest name answers, also for what it does not have: others above it are not asked. */
function recordSetIn(
  cloud: Cloud,
  name: string,
  type: string,
  isAsked: (zone: HostedZoneRecord) => boolean,
): RecordSetRecord | undefined {
  const wanted = apiName(name);
  const { zones, recordSets } = route53State(cloud);
  const [zone] = zones
    .where((one) => isAsked(one) && isWithin(wanted, one.name))
    .toSorted((a, b) => b.name.length - a.name.length);
  return zone && recordSets.find(recordKey(zone.id, wanted, type));
}
