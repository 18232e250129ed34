import { equal } from "../api/plain.ts";
import { namespacedName, splitKey } from "../controller-runtime/keys.ts";
import { covers } from "../eviction.ts";
import type { Pod, PodDisruptionBudget, ReplicaSet } from "../objects.ts";
import { isFinished, isReady, isTerminating, withCondition } from "../pods.ts";
import type { KubeObject, WatchEvent } from "../types.ts";
import { ClusterController } from "./cluster-controller.ts";
import { resolveAmount } from "./int-or-percent.ts";
import { controllerOf } from "./owners.ts";

const BUDGET = "policy/v1/PodDisruptionBudget";
const POD = "v1/Pod";

/** Says in each PodDisruptionBudget's status how many pods may be evicted now. */
export class DisruptionController extends ClusterController {
  readonly name = "disruption";
  readonly kind = BUDGET;
  override readonly watches = {
    [POD]: ({ object }: WatchEvent<Pod>) =>
      this.#budgetsBeside(object)
        .filter((budget) => covers(budget, object))
        .map(namespacedName),
    "apps/v1/ReplicaSet": ({ object }: WatchEvent) => this.#budgetsBeside(object).map(namespacedName),
  };

  override reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const { api, clock } = this;
    const budget = api.view(BUDGET, namespace, name);
    if (budget === undefined) return;
    const pods = api.views(POD, { namespace }).filter((pod) => covers(budget, pod) && !isFinished(pod));
    const expected = this.#expected(budget, pods);
    const desired = desiredHealthy(budget, expected);
    const healthy = pods.filter((pod) => isReady(pod) && !isTerminating(pod)).length;
    const allowed = expected === 0 ? 0 : Math.max(0, healthy - desired);
    const condition =
      allowed > 0
        ? ({ type: "DisruptionAllowed", status: "True", reason: "SufficientPods" } as const)
        : ({ type: "DisruptionAllowed", status: "False", reason: "InsufficientPods" } as const);
    const status: PodDisruptionBudget["status"] = {
      currentHealthy: healthy,
      desiredHealthy: desired,
      disruptionsAllowed: allowed,
      expectedPods: expected,
      observedGeneration: budget.metadata.generation,
      conditions: withCondition(budget.status.conditions, condition, clock.timestamp()),
    };
    if (!equal(status, budget.status)) api.updateStatus({ ...budget, status });
  }

  #budgetsBeside({ metadata: { namespace = "" } }: KubeObject): readonly PodDisruptionBudget[] {
    return this.api.views(BUDGET, { namespace });
  }

  /** Percentages and maxUnavailable count what the pods' controllers want to run, not what runs. */
  #expected(budget: PodDisruptionBudget, pods: readonly Pod[]): number {
    if (typeof budget.spec.minAvailable === "number") return pods.length;
    const scales = new Map<string, number>();
    for (const pod of pods) {
      const owner = controllerOf(pod);
      const replicaSet =
        owner === undefined ? undefined : (this.api.findByUid(owner.uid) as ReplicaSet | undefined);
      if (replicaSet !== undefined) scales.set(replicaSet.metadata.uid, replicaSet.spec.replicas ?? 0);
    }
    return [...scales.values()].reduce((sum, replicas) => sum + replicas, 0);
  }
}

function desiredHealthy({ spec }: PodDisruptionBudget, expected: number): number {
  if (spec.minAvailable !== undefined) return resolveAmount(spec.minAvailable, expected, "up");
  return Math.max(0, expected - resolveAmount(spec.maxUnavailable ?? 1, expected, "up"));
}
