import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { checkKeys } from "../shared/check-keys.ts";
import { FORMS } from "../shared/forms.ts";
import { checkServing, PODS } from "../shared/pods/check-serving.ts";
import { checkPodResources } from "../shared/pods/pod-resources.ts";
import type { ProblemOf } from "../shared/problem.ts";
import { IMAGE_PULL_POLICIES, type AppArgs } from "./args.ts";
import { checkAutoscaling } from "./check-autoscaling.ts";
import { checkEnvironment } from "./check-environment.ts";
import { checkFolders } from "./check-files.ts";
import { checkProbed, checkProbes } from "./check-probes.ts";
import { checkServiceAccount } from "./check-service-account.ts";
import { checkSecurity } from "./check-security.ts";
import { fewestPods, type ResolvedAppArgs } from "./resolve.ts";

/** What is wrong with args that have their defaults. */
export function containerAppProblems(name: string, args: ResolvedAppArgs): readonly ProblemOf<AppArgs>[] {
  const check = new ArgsCheck(args);
  checkServing(check, fewestPods(args));
  checkImage(check);
  check.integer("port", { min: 1, max: 65_535 });
  checkEnvironment(check);
  checkFolders(check);
  checkProbed(check.at("healthCheck")!);
  checkProbes(check.at("probes")!);
  checkPodResources(check.at("resources")!);
  check.integer("replicas", PODS);
  checkAutoscaling(check);
  checkSecurity(check.at("security")!);
  checkServiceAccount(check.at("serviceAccount")!, name);
  checkKeys(check.at("nodeSelector"), FORMS.labelKey);
  check.texts("nodeSelector", FORMS.labelValue);
  check.text("priorityClassName", FORMS.objectName);
  return problemsIn(check);
}

function checkImage(check: ArgsCheck<ResolvedAppArgs>): void {
  check.text("image", FORMS.image);
  check.oneOf("imagePullPolicy", IMAGE_PULL_POLICIES);
  check.texts("imagePullSecrets", FORMS.objectName);
  if (check.args.command?.length === 0) check.add("command", "is empty; name a program, or leave it out");
}
