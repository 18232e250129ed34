import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { checkNames, checkZone } from "../shared/hosted-zone.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { DnsNamesArgs } from "./args.ts";
import type { ResolvedDnsNamesArgs } from "./resolve.ts";

/** What is wrong with args that have their defaults. */
export function dnsNamesProblems(args: ResolvedDnsNamesArgs): readonly ProblemOf<DnsNamesArgs>[] {
  const check = new ArgsCheck(args);
  checkZone(check.at("zone"));
  checkNames(check);
  return problemsIn(check);
}
