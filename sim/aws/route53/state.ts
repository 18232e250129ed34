import { cloudState } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";
import { apiName, plainName } from "./names.ts";

/** A hosted zone. Names end with a dot, as the API shows them. */
export interface HostedZoneRecord {
  readonly id: string;
  readonly name: string;
  /** VPCs that a private zone answers; a public one has none. */
  readonly vpcIds?: readonly string[];
  /** Whether the parent domain names this zone's name servers; else the public asks others, and never sees its records. */
  readonly delegated: boolean;
}

/** As the API has it. */
export interface ResourceRecordSet {
  readonly Name: string;
  readonly Type: string;
  /** Tells those of a weighted name and type apart. */
  readonly SetIdentifier?: string | undefined;
  readonly Weight?: number | undefined;
  readonly TTL?: number | undefined;
  readonly ResourceRecords?: readonly { readonly Value: string }[] | undefined;
  readonly AliasTarget?:
    | { readonly HostedZoneId: string; readonly DNSName: string; readonly EvaluateTargetHealth: boolean }
    | undefined;
}

/** A set of records in its zone. */
export interface RecordSetRecord extends ResourceRecordSet {
  readonly zoneId: string;
}

/** Route 53 of the account. */
export class Route53State {
  readonly zones = new Table<HostedZoneRecord>(
    (id) => new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`, 404),
  );
  /** By {@link recordId}. */
  readonly recordSets = new Table<RecordSetRecord>(
    (key) => new AwsError("InvalidChangeBatch", `${key} was not found`),
  );
}

/** The id that the provider gives a set of records: with the name in lower case, without the dot at the end. */
export function recordId(
  zoneId: string,
  { Name, Type, SetIdentifier }: Pick<ResourceRecordSet, "Name" | "Type" | "SetIdentifier">,
): string {
  const parts = [zoneId, plainName(apiName(Name)), Type];
  return (SetIdentifier === undefined ? parts : [...parts, SetIdentifier]).join("_");
}

export const route53State = cloudState(() => new Route53State());
