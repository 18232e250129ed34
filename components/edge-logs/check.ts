import { ArgsCheck } from "../shared/args-check.ts";
import { checkLogPlace } from "../shared/load-balancer/log-place.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { checkTags } from "../shared/tags.ts";
import type { EdgeLogsArgs } from "./args.ts";
import type { ResolvedEdgeLogsArgs } from "./resolve.ts";

/** What is wrong with args that have their defaults. */
export function edgeLogsProblems(args: ResolvedEdgeLogsArgs): readonly ProblemOf<EdgeLogsArgs>[] {
  const check = new ArgsCheck(args);
  checkLogPlace(check);
  if (!args.access && !args.connection && !args.healthCheck) {
    check.add("access", "is false, and no other log is wanted; leave all of it out");
  }
  check.integer("expireDays", { min: 1, max: 3_650 });
  checkTags(check.at("tags"));
  if (args.bucket !== undefined) checkGiven(check);
  return check.problems as readonly ProblemOf<EdgeLogsArgs>[];
}

/** What is a matter of whoever made the bucket. */
function checkGiven(check: ArgsCheck<ResolvedEdgeLogsArgs>): void {
  for (const key of ["expireDays", "deleteLogs"] as const) {
    if (check.args.given[key] === undefined) continue;
    check.add(key, "is a matter of whoever made the bucket that is given; leave it or bucket out");
  }
}
