import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { COMPONENT_NAME, type ProblemOf } from "../shared/problem.ts";
import { reservedReason } from "../shared/reserved-names.ts";
import { checkTags } from "../shared/tags.ts";
import type { ResolvedBackendSecurityGroupArgs } from "./resolve.ts";

/** What is wrong with args that have their defaults. */
export function backendSecurityGroupProblems(
  name: string,
  args: ResolvedBackendSecurityGroupArgs,
): readonly ProblemOf<ResolvedBackendSecurityGroupArgs>[] {
  const check = new ArgsCheck(args);
  // The group's name begins with the component's.
  check.addAt(COMPONENT_NAME, reservedReason("securityGroup", name));
  check.text("vpcId", FORMS.vpcId);
  checkTags(check.at("tags"));
  return problemsIn(check);
}
