import type { ArgsCheck } from "../args-check.ts";
import { checkKeys } from "../check-keys.ts";
import { checkDisruptionBudget } from "../disruption-budget.ts";
import { FORMS } from "../forms.ts";
import { selectorReason } from "../service-selector.ts";
import { checkToleration } from "../tolerations.ts";
import type { ResolvedServingArgs } from "./serving-args.ts";

/** Pods that a Deployment may want. */
export const PODS = { min: 0, max: 1_000 };

/**
 * Notes what is wrong with what all workloads take that serve behind a load balancer.
 *
 * @param pods the fewest that there can be; undefined if somebody else decides on them.
 */
export function checkServing(check: ArgsCheck<ResolvedServingArgs>, pods: number | undefined): void {
  const { labels, serviceSelector } = check.args;
  check.text("deploymentName", FORMS.dnsLabel);
  check.text("namespace", FORMS.dnsLabel);
  check.text("targetGroupBinding", FORMS.objectName);
  check.texts("targetGroupBinding", FORMS.objectName);
  if (Object.keys(labels).length === 0) check.add("labels", "is empty; give at least one label");
  checkKeys(check.at("labels"), FORMS.labelKey);
  check.texts("labels", FORMS.labelValue);
  check.add("serviceSelector", selectorReason(serviceSelector, labels));
  check.each("tolerations").forEach(checkToleration);
  check.integer("preStopSeconds", { min: 0, max: 300 });
  check.integer("drainSeconds", { min: 0, max: 3_600 });
  checkDisruptionBudget(check.at("podDisruptionBudget"), pods);
}
