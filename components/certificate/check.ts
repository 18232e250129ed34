import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { checkZone, outsideReason } from "../shared/hosted-zone.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { checkTags } from "../shared/tags.ts";
import type { CertificateArgs } from "./args.ts";
import type { ResolvedCertificateArgs } from "./resolve.ts";

/** Limits: https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const MAX_NAMES = 100;
const MAX_COMMON_NAME = 64;

/** What is wrong with args that have their defaults. */
export function certificateProblems(args: ResolvedCertificateArgs): readonly ProblemOf<CertificateArgs>[] {
  const check = new ArgsCheck(args);
  checkZone(check.at("zone"));
  checkNames(check);
  checkTags(check.at("tags"));
  return problemsIn(check);
}

function checkNames(check: ArgsCheck<ResolvedCertificateArgs>): void {
  const { names, zone } = check.args;
  const [first] = names;
  if (first === undefined) check.add("names", "is empty; give at least one name");
  if (names.length > MAX_NAMES) {
    check.add("names", `has ${names.length} entries; use ${MAX_NAMES} or fewer, as AWS allows no more`);
  }
  check.texts("names", FORMS.domainName);
  check.distinct("names");
  const each = check.at("names");
  if (first !== undefined && first.length > MAX_COMMON_NAME) {
    each?.add(
      0 as never,
      `has ${first.length} characters, as the common name must not; put one of up to ${MAX_COMMON_NAME} first`,
    );
  }
  const zoneName = "name" in zone ? zone.name : undefined;
  if (zoneName === undefined) return;
  names.forEach((name, index) => each?.add(index as never, outsideReason(name, zoneName)));
}
