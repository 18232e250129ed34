import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { checkZone, outsideReason } from "../shared/hosted-zone.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { DnsNamesArgs } from "./args.ts";
import type { ResolvedDnsNamesArgs } from "./resolve.ts";

/** What is wrong with args that have their defaults. */
export function dnsNamesProblems(args: ResolvedDnsNamesArgs): readonly ProblemOf<DnsNamesArgs>[] {
  const check = new ArgsCheck(args);
  const { names, zone } = args;
  checkZone(check.at("zone"));
  if (names.length === 0) check.add("names", "is empty; give at least one name");
  check.texts("names", FORMS.domainName);
  check.distinct("names");
  const zoneName = "name" in zone ? zone.name : undefined;
  if (zoneName !== undefined) {
    const each = check.at("names");
    names.forEach((name, index) => each?.add(index as never, outsideReason(name, zoneName)));
  }
  return problemsIn(check);
}
