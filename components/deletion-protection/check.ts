import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { DeletionProtectionArgs } from "./args.ts";

/** What is wrong with the args. */
export function deletionProtectionProblems(
  args: DeletionProtectionArgs,
): readonly ProblemOf<DeletionProtectionArgs>[] {
  const check = new ArgsCheck(args);
  check.boolean("enabled");
  return problemsIn(check);
}
