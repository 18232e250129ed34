import * as pulumi from "@pulumi/pulumi";
import { isInZone } from "../../components/shared/hosted-zone.ts";
import { LOAD_BALANCER_DEFAULTS } from "../../components/shared/load-balancer/load-balancer.ts";
import { shown } from "../../components/shared/shown.ts";
import { certificateNamesOf } from "../load-balancer/certificate.ts";
import { ConfigError } from "../config/config.ts";
import type { ConfigProblem } from "../config/issues.ts";
import { dnsNamesOf } from "../load-balancer/dns-names.ts";
import { wants } from "../config/feature-keys.ts";
import type { OwnerConfig, StackConfig } from "../config/stack-config.ts";
import { findZone, type ConfiguredZone, type FoundZone } from "../living/hosted-zones.ts";
import { told } from "../living/told.ts";

/**
 * Warns of a zone of names that others read than those who reach the load balancer.
 *
 * @throws ConfigError when the account has no such hosted zone, or names would not be in it.
 */
export async function refuseMissingZone(config: StackConfig): Promise<void> {
  const found = await told("whether the hosted zones are there", zonesOf(config));
  if (found === undefined) return;
  const problems = found.flatMap(problemsOf);
  if (problems.length > 0) throw new ConfigError(problems);
  for (const { path, zone } of found) {
    if (path === "dns.zone" && config.role !== "member") await warnOfReaders(config, zone as FoundZone);
  }
}

/** A zone that a key wants, and what there is. */
interface WantedZone {
  readonly path: string;
  readonly wanted: ConfiguredZone;
  readonly names: readonly string[];
  readonly zone: Awaited<ReturnType<typeof findZone>>;
}

async function zonesOf(config: StackConfig): Promise<WantedZone[]> {
  const { zones = [] } = config.addons.externalDns ?? {};
  return Promise.all([
    ...(config.role === "member" ? [] : zonesOfOwner(config)),
    ...zones.map((zone, index) => look(`addons.externalDns.zones[${index}]`, zone, [])),
  ]);
}

function zonesOfOwner(config: OwnerConfig): Promise<WantedZone>[] {
  const { certificate, dns } = config;
  return [
    ...(wants(config, "certificate")
      ? [look("certificate.zone", certificate.zone!, certificateNamesOf(config))]
      : []),
    ...(wants(config, "dns") ? [look("dns.zone", dns.zone!, dnsNamesOf(config))] : []),
  ];
}

async function look(path: string, wanted: ConfiguredZone, names: readonly string[]): Promise<WantedZone> {
  return { path, wanted, names, zone: await findZone(wanted) };
}

function problemsOf({ path, wanted, names, zone }: WantedZone): ConfigProblem[] {
  const kind = kindOf(path, wanted);
  const key = `${path}.${"id" in wanted ? "id" : "name"}`;
  const value = shown("id" in wanted ? wanted.id : wanted.name);
  if (zone === "several") {
    const reason = `is ${value}, but the account has several ${kind}hosted zones of that name; give ${path}.id`;
    return [{ path: key, reason }];
  }
  if (zone === undefined || (kind === "public " && zone.privateZone === true)) {
    const remedy = "make it, or name one that is there";
    return [{ path: key, reason: `is ${value}, but the account has no such ${kind}hosted zone; ${remedy}` }];
  }
  const outside = names.filter((name) => !isInZone(name, zone.name));
  if (outside.length === 0) return [];
  const reason = `is ${value}, the zone ${zone.name}, which ${outside.join(", ")} ${outside.length === 1 ? "is" : "are"} not in; give a zone of all names, or other names`;
  return [{ path: key, reason }];
}

/** Certificates are validated in the public DNS; a zone that is given by its id may be of either kind for names. */
function kindOf(path: string, zone: ConfiguredZone): "public " | "private " | "" {
  if ("id" in zone) return path === "certificate.zone" ? "public " : "";
  return zone.private === true ? "private " : "public ";
}

/** Both may be meant: for clients of a VPN, and where inside and outside have zones of one name. */
async function warnOfReaders(
  { ingress }: OwnerConfig,
  { name, privateZone = false }: FoundZone,
): Promise<void> {
  const { scheme = LOAD_BALANCER_DEFAULTS.scheme } = ingress;
  if (privateZone === (scheme === "internal")) return;
  await pulumi.log.warn(
    privateZone
      ? `dns.zone is the private zone ${name}, but ingress.scheme is ${scheme}: the internet does not find the names, and clients in its VPCs leave these for the load balancer; give a public zone, or scheme internal, unless this is meant`
      : `dns.zone is the public zone ${name}, but ingress.scheme is ${scheme}: everybody finds the names, with private addresses that only the VPC and networks behind it reach; give a private zone, unless this is meant`,
  );
}
