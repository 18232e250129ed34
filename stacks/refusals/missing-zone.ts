import * as aws from "@pulumi/aws";
import { ifThere } from "../../components/shared/if-there.ts";
import { isInZone } from "../../components/shared/hosted-zone.ts";
import { shown } from "../../components/shared/shown.ts";
import { certificateArgs } from "../load-balancer/certificate.ts";
import { ConfigError } from "../config/config.ts";
import type { ConfigProblem } from "../config/issues.ts";
import { dnsNamesArgs } from "../load-balancer/dns-names.ts";
import { wants } from "../config/feature-keys.ts";
import type { OwnerConfig } from "../config/stack-config.ts";

/** A zone as the configuration has it. */
type Zone = NonNullable<OwnerConfig["dns"]["zone"]>;

/** The provider's words where the account has several zones of a name. */
const SEVERAL = /multiple Route 53 Hosted Zones/;

/** @throws ConfigError when the account has no such hosted zone, or names would not be in it. */
export async function refuseMissingZone(config: OwnerConfig): Promise<void> {
  const problems = [
    ...(wants(config, "certificate") ? await zoneProblems("certificate.zone", certificateArgs(config)) : []),
    ...(wants(config, "dns") ? await zoneProblems("dns.zone", dnsNamesArgs(config, "later")) : []),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
}

async function zoneProblems(
  path: "certificate.zone" | "dns.zone",
  args: { readonly zone: unknown; readonly names: readonly string[] },
): Promise<ConfigProblem[]> {
  const zone = args.zone as Zone;
  const kind = kindOf(path, zone);
  const key = `${path}.${"id" in zone ? "id" : "name"}`;
  const value = shown("id" in zone ? zone.id : zone.name);
  const found = await lookUp(zone, kind !== "public ");
  if (found === undefined) {
    const remedy = "make it, or name one that is there";
    return [{ path: key, reason: `is ${value}, but the account has no such ${kind}hosted zone; ${remedy}` }];
  }
  if (found === "several") {
    const reason = `is ${value}, but the account has several ${kind}hosted zones of that name; give ${path}.id`;
    return [{ path: key, reason }];
  }
  const outside = args.names.filter((name) => !isInZone(name, found.name));
  if (outside.length === 0) return [];
  const reason = `is ${value}, the zone ${found.name}, which ${outside.join(", ")} ${outside.length === 1 ? "is" : "are"} not in; give a zone of all names, or other names`;
  return [{ path: key, reason }];
}

/** Certificates are validated in the public DNS; a zone that is given by its id may be of either kind for names. */
function kindOf(path: string, zone: Zone): "public " | "private " | "" {
  if ("id" in zone) return path === "certificate.zone" ? "public " : "";
  return zone.private === true ? "private " : "public ";
}

async function lookUp(
  zone: Zone,
  mayBePrivate: boolean,
): Promise<{ readonly name: string } | "several" | undefined> {
  try {
    const found = await ifThere(
      aws.route53.getZone(
        "id" in zone ? { zoneId: zone.id } : { name: zone.name, privateZone: zone.private === true },
      ),
    );
    return found?.privateZone === true && !mayBePrivate ? undefined : found;
  } catch (error) {
    if (SEVERAL.test((error as Error).message)) return "several";
    throw error;
  }
}
