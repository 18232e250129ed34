import { KubernetesError } from "../../core/errors.ts";
import { splitKey } from "../controller-runtime/keys.ts";
import { RequeueAfter } from "../controller-runtime/work-queue.ts";
import { selects } from "../label-selector.ts";
import type { Pod, ReplicaSet } from "../objects.ts";
import { findCondition, isActive, isAvailable, isReady, withCondition } from "../pods.ts";
import { ClusterController } from "./cluster-controller.ts";
import { keysOfOwner } from "./owners.ts";
import { PodControl } from "./pod-control.ts";

const REPLICA_SET = "apps/v1/ReplicaSet";
const POD = "v1/Pod";

/** Keeps as many pods as each ReplicaSet asks for. */
export class ReplicaSetController extends ClusterController {
  readonly name = "replicaset-controller";
  readonly kind = REPLICA_SET;
  override readonly watches = { [POD]: keysOfOwner("ReplicaSet") };
  readonly #pods = new PodControl(this.api, this.events);

  override reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const replicaSet = this.api.view(REPLICA_SET, namespace, name);
    if (replicaSet === undefined) return;
    let refusal: KubernetesError | undefined;
    if (replicaSet.metadata.deletionTimestamp === undefined) {
      try {
        this.#scale(replicaSet);
      } catch (error) {
        if (!(error instanceof KubernetesError)) throw error;
        refusal = error;
      }
    }
    const waiting = this.#report(replicaSet, refusal);
    if (refusal !== undefined) throw refusal;
    if (waiting)
      throw new RequeueAfter("pods become available", (replicaSet.spec.minReadySeconds ?? 0) * 1000);
  }

  #activePods(replicaSet: ReplicaSet): Pod[] {
    return this.api
      .dependents(replicaSet.metadata.uid, "v1/Pod")
      .filter((pod) => isActive(pod) && selects(replicaSet.spec.selector, pod.metadata.labels));
  }

  #scale(replicaSet: ReplicaSet): void {
    const pods = this.#activePods(replicaSet);
    const missing = replicaSet.spec.replicas - pods.length;
    for (let made = 0; made < missing; made++) this.#pods.create(replicaSet, replicaSet.spec.template);
    if (missing >= 0) return;
    for (const pod of this.#mostExpendable(pods).slice(0, -missing)) this.#pods.delete(replicaSet, pod);
  }

  /**
   * Pods in the order in which they go: not bound before bound, not ready before ready, from nodes with more of
   * them first, then the youngest.
   * https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset
   */
  #mostExpendable(pods: readonly Pod[]): Pod[] {
    const perNode = new Map<string, number>();
    const nodeOf = (pod: Pod): string => pod.spec.nodeName ?? "";
    for (const pod of pods) perNode.set(nodeOf(pod), (perNode.get(nodeOf(pod)) ?? 0) + 1);
    const rank = (pod: Pod): number[] => [
      pod.spec.nodeName === undefined ? 0 : 1,
      pod.status.phase === "Pending" ? 0 : 1,
      isReady(pod) ? 1 : 0,
      -(perNode.get(nodeOf(pod)) ?? 0),
      -Date.parse(
        findCondition(pod.status.conditions, "Ready")?.lastTransitionTime ?? pod.metadata.creationTimestamp,
      ),
    ];
    return pods
      .map((pod) => ({ pod, rank: rank(pod) }))
      .sort((a, b) => {
        const index = a.rank.findIndex((value, position) => value !== b.rank[position]);
        return index === -1 ? 0 : a.rank[index]! - b.rank[index]!;
      })
      .map(({ pod }) => pod);
  }

  /** @returns whether there are ready pods that are not yet available. */
  #report(replicaSet: ReplicaSet, refusal: KubernetesError | undefined): boolean {
    const { api, clock } = this;
    const minReady = replicaSet.spec.minReadySeconds ?? 0;
    const pods = this.#activePods(replicaSet);
    const ready = pods.filter(isReady).length;
    const available = pods.filter((pod) => isAvailable(pod, minReady, clock.now())).length;
    const template = Object.entries(replicaSet.spec.template.metadata?.labels ?? {});
    const labelled = pods.filter((pod) =>
      template.every(([key, value]) => pod.metadata.labels?.[key] === value),
    );
    const others = (replicaSet.status.conditions ?? []).filter(({ type }) => type !== "ReplicaFailure");
    const conditions =
      refusal === undefined
        ? others
        : withCondition(
            replicaSet.status.conditions,
            { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: refusal.message },
            clock.timestamp(),
          );
    const present = api.view(REPLICA_SET, replicaSet.metadata.namespace, replicaSet.metadata.name);
    if (present === undefined) return false;
    api.updateStatus({
      ...present,
      status: {
        replicas: pods.length,
        ...(labelled.length === 0 ? {} : { fullyLabeledReplicas: labelled.length }),
        ...(ready === 0 ? {} : { readyReplicas: ready }),
        ...(available === 0 ? {} : { availableReplicas: available }),
        observedGeneration: replicaSet.metadata.generation,
        ...(conditions.length === 0 ? {} : { conditions }),
      },
    });
    return available < ready;
  }
}
