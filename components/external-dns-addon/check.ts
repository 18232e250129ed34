import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import { checkZone, isInZone } from "../shared/hosted-zone.ts";
import { checkIdentity } from "../shared/identity/identity-args.ts";
import { checkRoleName } from "../shared/identity/service-account-role.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { shown } from "../shared/shown.ts";
import { checkTags } from "../shared/tags.ts";
import { checkToleration } from "../shared/tolerations.ts";
import { DNS_ANNOTATION_PREFIXES, DNS_POLICIES, DNS_SOURCES, type ExternalDnsAddonArgs } from "./args.ts";
import type { ResolvedExternalDnsAddonArgs } from "./resolve.ts";

type Check = ArgsCheck<ResolvedExternalDnsAddonArgs>;

/** In a TXT record of at most 255 characters, beside what the record is for, behind which come a comma and a quote. */
const OWNER_ID: Form = [/^[\w./-]{1,100}$/, "1 to 100 letters, digits and any of _ . / -"];

const TXT_PREFIX: Form = [
  /^(?=.{1,40}$)([a-z0-9._-]|%\{record_type\})+$/,
  "up to 40 lower-case letters, digits and any of _ . -, with %{record_type} for the type of the record",
];

/** Sources of ExternalDNS that have a reason of their own for being refused. */
const OTHER_SOURCES: Readonly<Record<string, string>> = {
  "gateway-tcproute": "asks for v1alpha2 of its kind, which the Gateway API does not serve any more",
  "gateway-udproute": "asks for v1alpha2 of its kind, which the Gateway API does not serve any more",
};

/** What is wrong with args that have their defaults. */
export function externalDnsAddonProblems(
  name: string,
  args: ResolvedExternalDnsAddonArgs,
): readonly ProblemOf<ExternalDnsAddonArgs>[] {
  const check = new ArgsCheck(args);
  checkRoleName(check, name);
  check.text("clusterName", FORMS.clusterName);
  check.text("region", FORMS.region);
  checkIdentity(check.at("identity")!);
  checkZones(check);
  checkDomainFilters(check);
  check.oneOf("policy", DNS_POLICIES);
  checkSources(check);
  check.text("txtOwnerId", OWNER_ID);
  check.text("txtPrefix", TXT_PREFIX);
  check.oneOf("annotationPrefix", DNS_ANNOTATION_PREFIXES);
  check.each("tolerations").forEach(checkToleration);
  checkTags(check.at("tags"));
  return problemsIn(check);
}

function checkZones(check: Check): void {
  if (check.args.zones.length === 0) check.add("zones", "is empty; give at least one hosted zone");
  check.each("zones").forEach(checkZone);
}

/** Without a filter, `sync` would take every record of the zones that its TXT records call its own for its to delete. */
function checkDomainFilters(check: Check): void {
  const { zones, domainFilters, policy } = check.args;
  if (policy === "sync" && domainFilters.length === 0) {
    check.add(
      "domainFilters",
      "is empty, but policy is sync, which deletes records; name the domains that it may",
    );
  }
  check.texts("domainFilters", FORMS.zoneName);
  check.distinct("domainFilters");
  const names = zones.flatMap((zone) => ("name" in zone ? [zone.name] : []));
  if (names.length < zones.length) return;
  const each = check.at("domainFilters");
  domainFilters.forEach((domain, index) => {
    if (names.some((zone) => isInZone(domain, zone))) return;
    each?.add(
      index as never,
      `is ${shown(domain)}, which is in none of zones; leave it out, or give the zone that it is in`,
    );
  });
}

function checkSources(check: Check): void {
  const sources: readonly string[] = check.args.sources;
  if (sources.length === 0) check.add("sources", `is empty; use at least one of ${DNS_SOURCES.join(", ")}`);
  const each = check.at("sources");
  sources.forEach((source, index) => {
    const reason = OTHER_SOURCES[source];
    if (reason === undefined) each?.oneOf(index as never, DNS_SOURCES);
    else each?.add(index as never, `is ${shown(source)}, which ${reason}; leave it out`);
  });
  check.distinct("sources");
}
