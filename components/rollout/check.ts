import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { listOf } from "../shared/one-or-more.ts";
import { problemAt, type ProblemOf } from "../shared/problem.ts";
import { selectorReason } from "../shared/service-selector.ts";
import type { RolloutArgs } from "./args.ts";
import type { ResolvedRolloutArgs } from "./resolve.ts";

/** What is wrong with args that have their defaults, as far as it can be told before the Deployment is known. */
export function rolloutProblems(args: ResolvedRolloutArgs): readonly ProblemOf<RolloutArgs>[] {
  const check = new ArgsCheck(args);
  check.text("targetGroupBinding", FORMS.objectName);
  check.texts("targetGroupBinding", FORMS.objectName);
  if (listOf(args.targetGroupBinding).length === 0)
    check.add("targetGroupBinding", "is empty; name at least one");
  return problemsIn(check);
}

/** What is wrong with the args for pods of these labels. */
export function podProblems(
  { serviceSelector }: RolloutArgs,
  labels: Readonly<Record<string, string>>,
): readonly ProblemOf<RolloutArgs>[] {
  const reason = selectorReason(serviceSelector, labels);
  return reason === undefined ? [] : [problemAt(["serviceSelector"], reason)];
}
