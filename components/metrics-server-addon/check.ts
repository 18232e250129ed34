import { KUBERNETES_VERSIONS } from "../eks-cluster/kubernetes-versions.ts";
import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { checkTags } from "../shared/tags.ts";
import { checkToleration } from "../shared/tolerations.ts";
import type { MetricsServerAddonArgs } from "./args.ts";
import type { ResolvedMetricsServerAddonArgs } from "./resolve.ts";

const VERSION: Form = [
  /^v\d+\.\d+\.\d+-eksbuild\.\d+$/,
  "a version of the add-on such as v0.9.0-eksbuild.11",
];

/** What is wrong with args that have their defaults. */
export function metricsServerProblems(
  args: ResolvedMetricsServerAddonArgs,
): readonly ProblemOf<MetricsServerAddonArgs>[] {
  const check = new ArgsCheck(args);
  check.text("clusterName", FORMS.clusterName);
  check.oneOf("kubernetesVersion", Object.keys(KUBERNETES_VERSIONS));
  check.text("version", VERSION);
  check.integer("replicas", { min: 1, max: 5 });
  check.each("tolerations").forEach(checkToleration);
  checkTags(check.at("tags"));
  return problemsIn(check);
}
