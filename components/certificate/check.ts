import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { checkNames, checkZone } from "../shared/hosted-zone.ts";
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
  checkNumber(check);
  checkNames(check);
  checkCommonName(check);
  checkTags(check.at("tags"));
  return problemsIn(check);
}

function checkNumber(check: ArgsCheck<ResolvedCertificateArgs>): void {
  const { names } = check.args;
  if (names.length > MAX_NAMES) {
    check.add("names", `has ${names.length} entries; use ${MAX_NAMES} or fewer, as AWS allows no more`);
  }
}

function checkCommonName(check: ArgsCheck<ResolvedCertificateArgs>): void {
  const { length = 0 } = check.args.names[0] ?? "";
  if (length <= MAX_COMMON_NAME) return;
  check
    .at("names")
    ?.add(
      0 as never,
      `has ${length} characters, as the common name must not; put one of up to ${MAX_COMMON_NAME} first`,
    );
}
