import { equal } from "../api/plain.ts";
import { splitKey } from "../controller-runtime/keys.ts";
import { RequeueAfter } from "../controller-runtime/work-queue.ts";
import type { Condition, Deployment, ReplicaSet } from "../objects.ts";
import { findCondition } from "../pods.ts";
import type { KubeObject, WatchEvent } from "../types.ts";
import { ClusterController } from "./cluster-controller.ts";
import { nextStep, rollingLimits } from "./deployment-rollout.ts";
import {
  availableCondition,
  isComplete,
  newReplicaSetCondition,
  progressCondition,
  progressDeadline,
  replicaCounts,
  withProgress,
} from "./deployment-status.ts";
import { controllerOf, controllerReference, keysOfOwner } from "./owners.ts";
import { POD_TEMPLATE_HASH, podTemplateHash, withoutHash } from "./pod-template-hash.ts";

const DEPLOYMENT = "apps/v1/Deployment";
const REPLICA_SET = "apps/v1/ReplicaSet";
const REVISION = "deployment.kubernetes.io/revision";

const keysOfDeployment = keysOfOwner("Deployment");

/** Rolls each Deployment's pod template out through ReplicaSets. */
export class DeploymentController extends ClusterController {
  readonly name = "deployment-controller";
  readonly kind = DEPLOYMENT;
  override readonly watches = {
    [REPLICA_SET]: keysOfDeployment,
    // A Recreate rollout waits for pods that are really gone.
    "v1/Pod": ({ type, object }: WatchEvent) => {
      const replicaSet = type === "DELETED" ? this.#replicaSetOf(object) : undefined;
      return replicaSet === undefined ? [] : keysOfDeployment({ object: replicaSet });
    },
  };

  #replicaSetOf(pod: KubeObject): KubeObject | undefined {
    const owner = controllerOf(pod);
    return owner?.kind === "ReplicaSet"
      ? this.api.view(REPLICA_SET, pod.metadata.namespace, owner.name)
      : undefined;
  }

  override reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const { api } = this;
    const deployment = api.view(DEPLOYMENT, namespace, name);
    if (deployment === undefined) return;
    if (deployment.metadata.deletionTimestamp === undefined) this.#rollOut(deployment);
    const present = api.view(DEPLOYMENT, namespace, name);
    if (present !== undefined) this.#report(present);
  }

  #replicaSets(deployment: Deployment): ReplicaSet[] {
    return this.api
      .dependents(deployment.metadata.uid, REPLICA_SET)
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .sort((a, b) => revisionOf(a) - revisionOf(b));
  }

  #current(deployment: Deployment, all: readonly ReplicaSet[]): ReplicaSet | undefined {
    const wanted = withoutHash(deployment.spec.template);
    return all.find((replicaSet) => equal(withoutHash(replicaSet.spec.template), wanted));
  }

  #rollOut(deployment: Deployment): void {
    const all = this.#replicaSets(deployment);
    const present = this.#current(deployment, all);
    if (deployment.spec.paused === true) {
      const active = all.filter((replicaSet) => replicaSet.spec.replicas > 0);
      const only = active.length === 1 ? active[0] : undefined;
      if (only !== undefined) this.#scale(deployment, only, deployment.spec.replicas);
      return;
    }
    const old = all.filter((replicaSet) => replicaSet !== present);
    if (deployment.spec.strategy.type === "Recreate" && this.#stillRunning(old)) {
      for (const replicaSet of old) this.#scale(deployment, replicaSet, 0);
      return;
    }
    const current = present ?? this.#createReplicaSet(deployment, all);
    this.#markRevision(deployment, current, old);
    for (const { replicaSet, replicas } of nextStep(deployment, current, old)) {
      this.#scale(deployment, replicaSet, replicas);
    }
    this.#forgetHistory(deployment, old);
  }

  #stillRunning(old: readonly ReplicaSet[]): boolean {
    return old.some(
      (replicaSet) =>
        replicaSet.spec.replicas > 0 ||
        this.api.dependents(replicaSet.metadata.uid).some((object) => object.kind === "Pod"),
    );
  }

  #createReplicaSet(deployment: Deployment, all: readonly ReplicaSet[]): ReplicaSet {
    const { api, clock } = this;
    const hash = podTemplateHash(deployment.spec.template);
    const { template, selector } = deployment.spec;
    const labels = { ...template.metadata?.labels, [POD_TEMPLATE_HASH]: hash };
    const { maxTotal } = rollingLimits(deployment);
    const recreate = deployment.spec.strategy.type === "Recreate";
    const others = all.reduce((sum, replicaSet) => sum + replicaSet.spec.replicas, 0);
    const replicas = recreate
      ? deployment.spec.replicas
      : Math.min(deployment.spec.replicas, Math.max(0, maxTotal - others));
    const created = api.create({
      apiVersion: "apps/v1",
      kind: "ReplicaSet",
      metadata: {
        name: `${deployment.metadata.name}-${hash}`,
        namespace: deployment.metadata.namespace ?? "default",
        labels,
        annotations: {
          "deployment.kubernetes.io/desired-replicas": String(deployment.spec.replicas),
          "deployment.kubernetes.io/max-replicas": String(maxTotal),
          [REVISION]: String(Math.max(0, ...all.map(revisionOf)) + 1),
        },
        ownerReferences: [controllerReference(deployment)],
      },
      spec: {
        replicas,
        ...(deployment.spec.minReadySeconds === undefined
          ? {}
          : { minReadySeconds: deployment.spec.minReadySeconds }),
        selector: { ...selector, matchLabels: { ...selector.matchLabels, [POD_TEMPLATE_HASH]: hash } },
        template: { ...template, metadata: { ...template.metadata, labels } },
      },
    }) as ReplicaSet;
    this.#setCondition(deployment, newReplicaSetCondition(created.metadata.name), clock.timestamp());
    if (replicas > 0) this.#scalingEvent(deployment, "up", created.metadata.name, 0, replicas);
    return created;
  }

  /** An old revision that is rolled back to becomes the newest. */
  #markRevision(deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): void {
    const { api } = this;
    const newest = Math.max(0, ...old.map(revisionOf));
    let revision = revisionOf(current);
    if (revision <= newest) {
      revision = newest + 1;
      const annotations = { [REVISION]: String(revision) };
      api.patch(REPLICA_SET, current.metadata.namespace, current.metadata.name, {
        metadata: { annotations },
      });
    }
    if (deployment.metadata.annotations?.[REVISION] !== String(revision)) {
      const annotations = { [REVISION]: String(revision) };
      api.patch(DEPLOYMENT, deployment.metadata.namespace, deployment.metadata.name, {
        metadata: { annotations },
      });
    }
  }

  #scale(deployment: Deployment, replicaSet: ReplicaSet, replicas: number): void {
    const before = replicaSet.spec.replicas;
    if (before === replicas) return;
    const { name, namespace } = replicaSet.metadata;
    this.api.patch(REPLICA_SET, namespace, name, { spec: { replicas } });
    this.#scalingEvent(deployment, before < replicas ? "up" : "down", name, before, replicas);
  }

  #scalingEvent(deployment: Deployment, way: "up" | "down", name: string, from: number, to: number): void {
    const message = `Scaled ${way} replica set ${name} from ${from} to ${to}`;
    this.events.normal(deployment, "ScalingReplicaSet", message);
  }

  #forgetHistory(deployment: Deployment, old: readonly ReplicaSet[]): void {
    const unused = old.filter(({ spec, status }) => spec.replicas === 0 && (status.replicas ?? 0) === 0);
    const surplus = unused.length - deployment.spec.revisionHistoryLimit;
    for (const { metadata } of unused.slice(0, Math.max(0, surplus))) {
      this.api.delete(REPLICA_SET, metadata.namespace, metadata.name);
    }
  }

  #setCondition(deployment: Deployment, condition: Condition, timestamp: string): void {
    const { api } = this;
    const { namespace, name } = deployment.metadata;
    const present = api.get(DEPLOYMENT, namespace, name);
    const conditions = withProgress(present.status.conditions ?? [], condition, timestamp);
    api.updateStatus({ ...present, status: { ...present.status, conditions } });
  }

  #report(deployment: Deployment): void {
    const { api, clock } = this;
    const all = this.#replicaSets(deployment);
    const current = this.#current(deployment, all);
    const counts = replicaCounts(deployment, current, all);
    const now = clock.timestamp();
    let conditions = deployment.status.conditions ?? [];
    const available = availableCondition(deployment, counts);
    const before = findCondition(conditions, "Available");
    if (before?.status !== available.status || before.reason !== available.reason) {
      conditions = withProgress(conditions, available, now);
    }
    if (current !== undefined) {
      const progress = progressCondition(deployment, counts, current.metadata.name, clock.now());
      if (progress !== undefined) conditions = withProgress(conditions, progress, now);
    }
    const failure =
      current === undefined ? undefined : findCondition(current.status.conditions, "ReplicaFailure");
    conditions = conditions.filter(({ type }) => type !== "ReplicaFailure");
    if (failure !== undefined)
      conditions = withProgress(conditions, failure, failure.lastTransitionTime ?? now);
    const status: Deployment["status"] = {
      ...counts,
      ...(conditions.length === 0 ? {} : { conditions }),
    };
    api.updateStatus({ ...deployment, status });
    this.#watchDeadline(deployment, status);
  }

  #watchDeadline(deployment: Deployment, status: Deployment["status"]): void {
    const deadline = progressDeadline({ ...deployment, status });
    if (deadline === undefined || isComplete(deployment, status)) return;
    const delay = deadline - this.clock.now();
    if (delay > 0) throw new RequeueAfter("the rollout may exceed its deadline", delay);
  }
}

function revisionOf(replicaSet: ReplicaSet): number {
  return Number(replicaSet.metadata.annotations?.[REVISION] ?? 0);
}
