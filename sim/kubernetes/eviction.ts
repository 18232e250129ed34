import { KubernetesError } from "../core/errors.ts";
import type { ApiServer } from "./api-server.ts";
import { internalError } from "./api/status-errors.ts";
import { controllerOf } from "./controllers/owners.ts";
import { covers } from "./controllers/disruption.ts";
import type { Pod, PodDisruptionBudget } from "./objects.ts";
import { isFinished, isReady, isTerminating } from "./pods.ts";

const BUDGET = "policy/v1/PodDisruptionBudget";

/**
 * Asks the eviction API to delete a pod, within its PodDisruptionBudget.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
 *
 * @throws KubernetesError TooManyRequests while the budget allows no disruption; NotFound.
 */
export function evictPod(api: ApiServer, namespace: string, name: string): void {
  const pod = api.get("v1/Pod", namespace, name) as Pod;
  if (isTerminating(pod)) return;
  const budgets = api
    .views(BUDGET, { namespace })
    .map((budget) => budget as PodDisruptionBudget)
    .filter((budget) => covers(budget, pod));
  if (budgets.length > 1) {
    throw internalError(
      "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
    );
  }
  const [budget] = budgets;
  if (budget !== undefined && !isFinished(pod) && pod.status.phase !== "Pending") useBudget(api, budget, pod);
  api.delete("v1/Pod", namespace, name);
}

function useBudget(api: ApiServer, budget: PodDisruptionBudget, pod: Pod): void {
  const {
    disruptionsAllowed = 0,
    currentHealthy = 0,
    desiredHealthy = 0,
    observedGeneration,
  } = budget.status;
  // A pod that is not ready anyway does not count, as long as the application has enough others (IfHealthyBudget).
  if (!isReady(pod) && desiredHealthy > 0 && currentHealthy >= desiredHealthy) return;
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
 * One round of `kubectl drain --ignore-daemonsets --delete-emptydir-data`: cordons the node and evicts its pods.
 * Callers repeat it, as kubectl does every five seconds, until nothing is left.
 *
 * @returns pods that are still there: refused by their budget, or on their way out.
 */
export function drainRound(api: ApiServer, nodeName: string): readonly Pod[] {
  api.patch("v1/Node", undefined, nodeName, { spec: { unschedulable: true } });
  const left = (): Pod[] =>
    api
      .views("v1/Pod")
      .map((pod) => pod as Pod)
      .filter((pod) => pod.spec.nodeName === nodeName && controllerOf(pod)?.kind !== "DaemonSet");
  for (const { metadata } of left()) {
    try {
      evictPod(api, metadata.namespace ?? "", metadata.name);
    } catch (error) {
      if (!(error instanceof KubernetesError && error.reason === "TooManyRequests")) throw error;
    }
  }
  return left();
}
