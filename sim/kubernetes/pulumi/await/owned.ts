import type { KubernetesCluster } from "../../cluster.ts";
import type { Deployment, Pod, ReplicaSet } from "../../objects.ts";
import type { KubeObject } from "../../types.ts";

const REVISION = "deployment.kubernetes.io/revision";

/** The rollout that an object of a Deployment belongs to: `1`, `2`, ... */
export function revisionOf(object: KubeObject | undefined): string | undefined {
  return object?.metadata.annotations?.[REVISION];
}

/** The ReplicaSet that a Deployment now rolls out. */
export function newReplicaSetOf(cluster: KubernetesCluster, deployment: Deployment): ReplicaSet | undefined {
  const revision = revisionOf(deployment);
  if (revision === undefined) return undefined;
  return cluster.api
    .dependents(deployment.metadata.uid, "apps/v1/ReplicaSet")
    .find((replicaSet) => revisionOf(replicaSet) === revision);
}

/** Pods that a ReplicaSet, or another controller of pods, owns. */
export function podsOf(cluster: KubernetesCluster, owner: KubeObject | undefined): readonly Pod[] {
  if (owner === undefined) return [];
  return cluster.api.dependents(owner.metadata.uid, "v1/Pod");
}
