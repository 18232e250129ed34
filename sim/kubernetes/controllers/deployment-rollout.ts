/** How a Deployment moves its replicas from old ReplicaSets to the new one. */
import type { Deployment, ReplicaSet } from "../objects.ts";
import { resolveAmount } from "./int-or-percent.ts";

/** A ReplicaSet and the size it should have. */
export interface Scaling {
  readonly replicaSet: ReplicaSet;
  readonly replicas: number;
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment */
export function rollingLimits(deployment: Deployment): {
  readonly maxTotal: number;
  readonly minAvailable: number;
} {
  const { replicas, strategy } = deployment.spec;
  if (strategy.type !== "RollingUpdate") return { maxTotal: replicas, minAvailable: 0 };
  const surge = resolveAmount(strategy.rollingUpdate?.maxSurge ?? "25%", replicas, "up");
  let unavailable = resolveAmount(strategy.rollingUpdate?.maxUnavailable ?? "25%", replicas, "down");
  // Both zero would never move; the controller then allows one to be unavailable.
  if (surge === 0 && unavailable === 0) unavailable = 1;
  return { maxTotal: replicas + surge, minAvailable: replicas - Math.min(unavailable, replicas) };
}

/** The next step of a rollout: which ReplicaSets change size now. Empty when it must wait or is done. */
export function nextStep(
  deployment: Deployment,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
): readonly Scaling[] {
  return deployment.spec.strategy.type === "Recreate"
    ? recreate(deployment, current, old)
    : rollingUpdate(deployment, current, old);
}

function recreate(deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): Scaling[] {
  const running = old.filter((replicaSet) => replicaSet.spec.replicas > 0);
  if (running.length > 0) return running.map((replicaSet) => ({ replicaSet, replicas: 0 }));
  if (current.spec.replicas === deployment.spec.replicas) return [];
  return [{ replicaSet: current, replicas: deployment.spec.replicas }];
}

function rollingUpdate(deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): Scaling[] {
  const { maxTotal, minAvailable } = rollingLimits(deployment);
  const desired = deployment.spec.replicas;
  if (current.spec.replicas > desired) return [{ replicaSet: current, replicas: desired }];
  const total = sum([current, ...old], (replicaSet) => replicaSet.spec.replicas);
  if (current.spec.replicas < desired && total < maxTotal) {
    const replicas = Math.min(desired, current.spec.replicas + maxTotal - total);
    return [{ replicaSet: current, replicas }];
  }
  return scaleDownOld(current, old, total, minAvailable);
}

/** First replicas that are unavailable anyway, then as many available ones as the minimum lets go. */
function scaleDownOld(
  current: ReplicaSet,
  old: readonly ReplicaSet[],
  total: number,
  minAvailable: number,
): Scaling[] {
  const currentUnavailable = current.spec.replicas - (current.status.availableReplicas ?? 0);
  let allowed = total - minAvailable - currentUnavailable;
  if (allowed <= 0) return [];
  const sizes = new Map(old.map((replicaSet) => [replicaSet, replicaSet.spec.replicas]));
  for (const replicaSet of old) {
    const unavailable = replicaSet.spec.replicas - (replicaSet.status.availableReplicas ?? 0);
    const removed = Math.min(allowed, Math.max(0, unavailable));
    sizes.set(replicaSet, replicaSet.spec.replicas - removed);
    allowed -= removed;
  }
  const available = sum([current, ...old], (replicaSet) => replicaSet.status.availableReplicas ?? 0);
  let surplus = available - minAvailable;
  for (const replicaSet of old) {
    const size = sizes.get(replicaSet) ?? 0;
    const removed = Math.min(size, Math.max(0, surplus));
    sizes.set(replicaSet, size - removed);
    surplus -= removed;
  }
  return [...sizes]
    .map(([replicaSet, replicas]) => ({ replicaSet, replicas }))
    .filter(({ replicaSet, replicas }) => replicaSet.spec.replicas !== replicas);
}

function sum(replicaSets: readonly ReplicaSet[], value: (replicaSet: ReplicaSet) => number): number {
  return replicaSets.reduce((total, replicaSet) => total + value(replicaSet), 0);
}
