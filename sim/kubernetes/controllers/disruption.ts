import { equal } from "../api/plain.ts";
import { selects } from "../label-selector.ts";
import type { Pod, PodDisruptionBudget } from "../objects.ts";
import { isFinished, isReady, isTerminating, withCondition } from "../pods.ts";
import type { WatchEvent } from "../types.ts";
import type { ControlPlane } from "./control-plane.ts";
import { QueueController } from "./queue-controller.ts";
import { resolveAmount } from "./int-or-percent.ts";
import { controllerOf } from "./owners.ts";
import { keyOf, splitKey } from "./work-queue.ts";

const BUDGET = "policy/v1/PodDisruptionBudget";
const POD = "v1/Pod";

/** Says in each PodDisruptionBudget's status how many pods may be evicted now. */
export class DisruptionController extends QueueController {
  constructor(controlPlane: ControlPlane) {
    super(controlPlane, BUDGET, [BUDGET, POD, "apps/v1/ReplicaSet"]);
  }

  protected override observe({ object }: WatchEvent): void {
    if (object.kind === "PodDisruptionBudget") return this.queue.add(keyOf(object));
    const namespace = object.metadata.namespace ?? "";
    for (const budget of this.controlPlane.api.views(BUDGET, { namespace })) {
      if (object.kind !== "Pod" || covers(budget as PodDisruptionBudget, object as Pod)) {
        this.queue.add(keyOf(budget));
      }
    }
  }

  protected override reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const { api, clock } = this.controlPlane;
    const budget = api.view(BUDGET, namespace, name) as PodDisruptionBudget | undefined;
    if (budget === undefined) return;
    const pods = api
      .views(POD, { namespace })
      .map((pod) => pod as Pod)
      .filter((pod) => covers(budget, pod) && !isFinished(pod));
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

  /** Percentages and maxUnavailable count what the pods' controllers want to run, not what runs. */
  #expected(budget: PodDisruptionBudget, pods: readonly Pod[]): number {
    if (typeof budget.spec.minAvailable === "number") return pods.length;
    const scales = new Map<string, number>();
    for (const pod of pods) {
      const owner = controllerOf(pod);
      const replicaSet = owner === undefined ? undefined : this.controlPlane.api.findByUid(owner.uid);
      if (replicaSet !== undefined) scales.set(replicaSet.metadata.uid, replicaSet["spec"].replicas ?? 0);
    }
    return [...scales.values()].reduce((sum, replicas) => sum + replicas, 0);
  }
}

/** Whether a budget protects a pod: an empty selector takes all pods of the namespace. */
export function covers(budget: PodDisruptionBudget, pod: Pod): boolean {
  return budget.spec.selector !== undefined && selects(budget.spec.selector, pod.metadata.labels);
}

function desiredHealthy({ spec }: PodDisruptionBudget, expected: number): number {
  if (spec.minAvailable !== undefined) return resolveAmount(spec.minAvailable, expected, "up");
  return Math.max(0, expected - resolveAmount(spec.maxUnavailable ?? 1, expected, "up"));
}
