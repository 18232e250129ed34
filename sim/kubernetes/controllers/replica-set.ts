import { KubernetesError } from "../../core/errors.ts";
import { selects } from "../label-selector.ts";
import type { Pod, ReplicaSet } from "../objects.ts";
import { findCondition, isActive, isAvailable, isReady, withCondition } from "../pods.ts";
import type { WatchEvent } from "../types.ts";
import type { ControlPlane } from "./control-plane.ts";
import { QueueController } from "./queue-controller.ts";
import { ownerKey } from "./owners.ts";
import { PodControl } from "./pod-control.ts";
import { keyOf, splitKey } from "./work-queue.ts";

const REPLICA_SET = "apps/v1/ReplicaSet";
const POD = "v1/Pod";

/** Keeps as many pods as each ReplicaSet asks for. */
export class ReplicaSetController extends QueueController {
  readonly #pods: PodControl;

  constructor(controlPlane: ControlPlane) {
    super(controlPlane, REPLICA_SET, [REPLICA_SET, POD]);
    this.#pods = new PodControl(controlPlane, "replicaset-controller");
  }

  protected override observe({ object }: WatchEvent): void {
    if (object.kind === "ReplicaSet") return this.queue.add(keyOf(object));
    const owner = ownerKey(object, "ReplicaSet");
    if (owner !== undefined) this.queue.add(owner);
  }

  protected override reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const replicaSet = this.controlPlane.api.view(REPLICA_SET, namespace, name) as ReplicaSet | undefined;
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
    this.#report(replicaSet, refusal);
    if (refusal !== undefined) throw refusal;
  }

  #activePods(replicaSet: ReplicaSet): Pod[] {
    return this.controlPlane.api
      .dependents(replicaSet.metadata.uid)
      .filter((object) => object.kind === "Pod")
      .map((object) => object as Pod)
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

  #report(replicaSet: ReplicaSet, refusal: KubernetesError | undefined): void {
    const { api, clock } = this.controlPlane;
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
    if (present === undefined) return;
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
    if (available < ready) this.queue.add(keyOf(replicaSet), minReady * 1000);
  }
}
