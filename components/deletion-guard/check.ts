import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { checkTags, TAG_VALUE } from "../shared/tags.ts";
import type { DeletionGuardArgs } from "./args.ts";
import type { ResolvedDeletionGuardArgs } from "./resolve.ts";

/** Tags that are left to what is remembered, besides those of the caller. */
const MAX_REMEMBERED = 10;

/** What is wrong with args that have their defaults. */
export function deletionGuardProblems(
  args: ResolvedDeletionGuardArgs,
): readonly ProblemOf<DeletionGuardArgs>[] {
  const check = new ArgsCheck(args);
  check.text("guardName", FORMS.policyName);
  const count = Object.keys(args.remembers).length;
  if (count > MAX_REMEMBERED) {
    check.add("remembers", `has ${count} entries; use ${MAX_REMEMBERED} or fewer, as each is a tag`);
  }
  check.texts("remembers", TAG_VALUE);
  checkTags(check.at("tags"));
  return problemsIn(check);
}
