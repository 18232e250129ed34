import * as aws from "@pulumi/aws";
import { outputsByName, readOwnResources } from "../../components/shared/stack-resources.ts";
import { ConfigError } from "../config/config.ts";
import { wants } from "../config/feature-keys.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import { findZone, type FoundZone } from "../living/hosted-zones.ts";
import { told } from "../living/told.ts";
import { dnsNamesOf } from "../load-balancer/dns-names.ts";
import { componentNames } from "../names.ts";

/** A record of the zone. */
type Present = aws.types.output.route53.GetRecordsResourceRecordSet;

/** Outputs of a record in the stack's state. */
interface OwnRecord {
  readonly zoneId: string;
  readonly name: string;
  readonly type: string;
}

/** Records that keep others of the name out. */
const TYPES: readonly string[] = ["A", "CNAME"];

/** What ExternalDNS writes in a TXT record beside its own. */
const HERITAGE = /heritage=external-dns,external-dns\/owner=([^,"]+)(?:,external-dns\/resource=([^,"]+))?/;

/**
 * Names that have a record which the stack did not make: AWS would refuse to make them in the middle of the update.
 *
 * @throws ConfigError with each, and whose it is where that can be told.
 */
export async function refuseTakenNames(config: OwnerConfig): Promise<void> {
  const { zone } = config.dns;
  if (!wants(config, "dns") || zone === undefined) return;
  const problems = await told("whether the names have records already", problemsIn(config, zone));
  if (problems !== undefined && problems.length > 0) throw new ConfigError(problems);
}

async function problemsIn(
  config: OwnerConfig,
  configured: NonNullable<OwnerConfig["dns"]["zone"]>,
): Promise<ConfigProblem[]> {
  const zone = await findZone(configured);
  if (typeof zone !== "object") return [];
  const { zoneId } = zone;
  const { resourceRecordSets } = await aws.route53.getRecords({ zoneId });
  const present = resourceRecordSets.map((record) => ({ ...record, name: plain(record.name) }));
  const own = outputsByName<OwnRecord>(await readOwnResources(), "aws:route53/record:Record");
  const resourceNames = componentNames(config.clusterName).dnsNames;
  return dnsNamesOf(config).flatMap((name) => {
    const found = present.find((record) => record.name === name && TYPES.includes(record.type));
    if (found === undefined) return [];
    const [resource] = Object.entries(own).find(([, one]) => isOf(one, zoneId, found)) ?? [];
    if (resource === `${resourceNames}-${name}`) return [];
    return [{ path: "dns", reason: reasonOf(zone, found, resource ?? { owner: ownerOf(present, name) }) }];
  });
}

function isOf({ zoneId, name, type }: OwnRecord, zone: string, record: Present): boolean {
  return zoneId === zone && plain(name) === record.name && type === record.type;
}

/** A record of the stack's own under another Pulumi name, which would be made anew before the old one goes; or another's. */
function reasonOf(
  { zoneId, name: zone }: FoundZone,
  { name, type, aliasTarget, resourceRecords }: Present,
  whose: string | { readonly owner: string },
): string {
  const values = [aliasTarget?.dnsName ?? resourceRecords.map(({ value }) => value)].flat().join(", ");
  const taken = `has ${name}, of which zone ${zone} (${zoneId}) has a record already (${type} ${values})`;
  return typeof whose === "string"
    ? `${taken}, made by this stack as ${whose}; take it out of dns, update, and put it back in after that`
    : `${taken}, ${whose.owner}; let its owner give it up, or leave it out`;
}

/**
 * ExternalDNS says whose a record is in a TXT record, whose name is made of type and name of the record:
 * https://kubernetes-sigs.github.io/external-dns/v0.23.0/docs/registry/txt/
 */
function ownerOf(present: readonly Present[], name: string): string {
  const texts = present.filter(
    (one) => one.type === "TXT" && /(?:^|[-.])(?:a|cname)-(.+)$/.exec(one.name)?.[1] === name,
  );
  for (const { name: text, resourceRecords } of texts) {
    const [, owner, resource] = HERITAGE.exec(resourceRecords.map(({ value }) => value).join("")) ?? [];
    if (owner === undefined) continue;
    return `which ExternalDNS ${owner} made${resource === undefined ? "" : ` for ${resource}`}, as its TXT record ${text} says`;
  }
  return "which this stack did not make";
}

/** A name as people write it: without a dot at its end, and the wildcard not in octal. */
function plain(name: string): string {
  return name.replace(/\.$/, "").replace(/^\\052/, "*");
}
