import { KubernetesError } from "../core/errors.ts";
import { internalError } from "./api/status-errors.ts";
import { selects } from "./label-selector.ts";
import type { Pod, PodDisruptionBudget } from "./objects.ts";
import { isFinished, isReady, isTerminating } from "./pods.ts";
import type { KubernetesApi } from "./types.ts";

const BUDGET = "policy/v1/PodDisruptionBudget";

/**
 * Asks the eviction API to delete a pod, within its PodDisruptionBudget.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
 *
 * @throws KubernetesError TooManyRequests while the budget allows no disruption; NotFound.
 */
export function evictPod(api: KubernetesApi, namespace: string, name: string): void {
  const pod = api.get("v1/Pod", namespace, name);
  if (isTerminating(pod)) return;
  const budgets = api.views(BUDGET, { namespace }).filter((budget) => covers(budget, pod));
  if (budgets.length > 1) {
    throw internalError(
      "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
    );
  }
  const [budget] = budgets;
  if (budget !== undefined && !isFinished(pod) && pod.status.phase !== "Pending") useBudget(api, budget, pod);
  api.delete("v1/Pod", namespace, name);
}

function useBudget(api: KubernetesApi, budget: PodDisruptionBudget, pod: Pod): void {
  const {
    disruptionsAllowed = 0,
    currentHealthy = 0,
    desiredHealthy = 0,
    observedGeneration,
  } = budget.status;
  if (!isReady(pod) && unhealthyMayGo(budget, currentHealthy, desiredHealthy)) return;
  if (observedGeneration !== budget.metadata.generation || disruptionsAllowed === 0) {
    throw new KubernetesError(
      "TooManyRequests",
      "Cannot evict pod as it would violate the pod's disruption budget.",
      429,
    );
  }
  api.updateStatus({ ...budget, status: { ...budget.status, disruptionsAllowed: disruptionsAllowed - 1 } });
}

/**
 * Whether a pod that is not ready may go without counting: always, or (by default, IfHealthyBudget) as long as the
 * application has enough others. https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy
 */
function unhealthyMayGo({ spec }: PodDisruptionBudget, healthy: number, desired: number): boolean {
  return spec.unhealthyPodEvictionPolicy === "AlwaysAllow" || (desired > 0 && healthy >= desired);
}

/** Whether a budget protects a pod: an empty selector takes all pods of the namespace. */
export function covers(budget: PodDisruptionBudget, pod: Pod): boolean {
  return budget.spec.selector !== undefined && selects(budget.spec.selector, pod.metadata.labels);
}
