/** What the parts of a cluster ask of pods again and again. */
import type { Condition, Pod } from "./objects.ts";
import type { KubernetesApi } from "./types.ts";

export function findCondition(
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** Whether the pod's Ready condition holds. */
export function isReady(pod: Pod): boolean {
  return findCondition(pod.status.conditions, "Ready")?.status === "True";
}

/** Whether the pod has ended for good. */
export function isFinished(pod: Pod): boolean {
  return pod.status.phase === "Succeeded" || pod.status.phase === "Failed";
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** Whether the pod counts for its controller: neither ended nor being deleted. */
export function isActive(pod: Pod): boolean {
  return !isFinished(pod) && !isTerminating(pod);
}

/** Whether the pod has been ready for `minReadySeconds` at `now` (milliseconds). */
export function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  const ready = findCondition(pod.status.conditions, "Ready");
  if (ready?.status !== "True") return false;
  return minReadySeconds === 0 || Date.parse(ready.lastTransitionTime ?? "") + minReadySeconds * 1000 <= now;
}

/**
 * Sets a condition, as apimachinery's helpers do: the transition time changes with the status only.
 * Returns the same list when nothing changes.
 */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  condition: Condition,
  timestamp: string,
): readonly Condition[] {
  const old = findCondition(conditions, condition.type);
  if (
    old !== undefined &&
    old.status === condition.status &&
    old.reason === condition.reason &&
    old.message === condition.message
  ) {
    return conditions ?? [];
  }
  const lastTransitionTime =
    old?.status === condition.status ? (old.lastTransitionTime ?? timestamp) : timestamp;
  const entry = { ...condition, lastTransitionTime };
  return old === undefined
    ? [...(conditions ?? []), entry]
    : (conditions ?? []).map((present) => (present === old ? entry : present));
}

/** The pods that are bound to a node. */
export function podsOn(api: KubernetesApi, nodeName: string): Pod[] {
  return api.views("v1/Pod").filter(({ spec }) => spec.nodeName === nodeName);
}
