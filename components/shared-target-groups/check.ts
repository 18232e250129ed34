import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { checkTargetApp } from "../shared/load-balancer/target-app.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { ROUTE_FORMS } from "../shared/routing/forms.ts";
import { checkTags } from "../shared/tags.ts";
import type { ResolvedSharedTargetGroupsArgs } from "./resolve.ts";

/** What is wrong with args that have their defaults. */
export function sharedTargetGroupsProblems(
  args: ResolvedSharedTargetGroupsArgs,
): readonly ProblemOf<ResolvedSharedTargetGroupsArgs>[] {
  const check = new ArgsCheck(args);
  const names = args.apps.map(({ name }) => name);
  check.text("vpcId", FORMS.vpcId);
  for (const [index, app] of check.each("apps").entries()) {
    app.text("name", ROUTE_FORMS.app);
    checkTargetApp(app);
    const first = names.indexOf(names[index]!);
    if (first < index) app.add("name", `is "${names[index]}", as is apps[${first}].name; name each once`);
  }
  check.texts("clusters", FORMS.clusterName);
  check.distinct("clusters");
  if (!args.shared && args.clusters.length === 0) {
    check.add("clusters", "are none, and shared is false, so that there is no target group; name clusters");
  }
  checkTags(check.at("tags"));
  return problemsIn(check);
}
