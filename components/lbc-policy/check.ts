import { LBC_RELEASES } from "../lbc-addon/index.ts";
import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { checkTags } from "../shared/tags.ts";
import type { LbcPolicyArgs } from "./args.ts";
import type { ResolvedLbcPolicyArgs } from "./resolve.ts";

/** What is wrong with args that have their defaults. */
export function lbcPolicyProblems(args: ResolvedLbcPolicyArgs): readonly ProblemOf<LbcPolicyArgs>[] {
  const check = new ArgsCheck(args);
  check.oneOf("version", Object.keys(LBC_RELEASES));
  check.text("restrictToVpcArn", FORMS.vpcArn);
  checkTags(check.at("tags"));
  return problemsIn(check);
}
