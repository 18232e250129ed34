/** What name servers answer. */
import type { Cloud } from "../../core/cloud.ts";
import { apiName, isWithin } from "./names.ts";
import { sharesOf, type Share } from "./weights.ts";
import { route53State, type HostedZoneRecord, type RecordSetRecord } from "./state.ts";

/** The records of a name that everybody on the internet gets. */
export function publicRecordSet(cloud: Cloud, name: string, type: string): RecordSetRecord | undefined {
  const zone = zoneOf(cloud, name, isPublic);
  return zone && recordSetsIn(cloud, zone, name, type)[0];
}

/** What a zone says of a name. */
export interface Resolution {
  readonly zone: HostedZoneRecord;
  /** Undefined where the name has no address; of a weighted name what most clients get. */
  readonly set: RecordSetRecord | undefined;
  /** What clients get, that of most first. */
  readonly shares: readonly Share[];
}

/**
 * The address of a name, as clients on the internet get it, or those in a VPC: to them a private zone comes first.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 *
 * @returns undefined where no zone here has the name.
 */
export function resolve(cloud: Cloud, name: string, vpcId?: string): Resolution | undefined {
  const inVpc = ({ vpcIds = [] }: HostedZoneRecord) => vpcId !== undefined && vpcIds.includes(vpcId);
  const zone = zoneOf(cloud, name, inVpc) ?? zoneOf(cloud, name, isPublic);
  if (zone === undefined) return undefined;
  const shares = sharesOf(cloud, recordSetsIn(cloud, zone, name, "A"));
  return { zone, set: shares[0]?.set, shares };
}

function isPublic({ vpcIds, delegated }: HostedZoneRecord): boolean {
  return vpcIds === undefined && delegated;
}

/** The zone with the longest name answers, also for what it does not have: others above it are not asked. */
function zoneOf(
  cloud: Cloud,
  name: string,
  isAsked: (zone: HostedZoneRecord) => boolean,
): HostedZoneRecord | undefined {
  return route53State(cloud)
    .zones.where((zone) => isAsked(zone) && isWithin(apiName(name), zone.name))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}

/**
 * A wildcard answers for all names below it that have no records at all, and none between:
 * https://www.rfc-editor.org/rfc/rfc4592#section-3.3.1
 */
function recordSetsIn(
  cloud: Cloud,
  zone: HostedZoneRecord,
  name: string,
  type: string,
): readonly RecordSetRecord[] {
  const inZone = route53State(cloud).recordSets.where(({ zoneId }) => zoneId === zone.id);
  const of = (wanted: string) => inZone.filter(({ Name, Type }) => Name === wanted && Type === type);
  const exists = (wanted: string) =>
    wanted === zone.name || inZone.some(({ Name }) => isWithin(Name, wanted));
  let closest = apiName(name);
  if (exists(closest)) return of(closest);
  while (!exists(closest)) closest = closest.slice(closest.indexOf(".") + 1);
  return of(apiName(`*.${closest}`));
}
