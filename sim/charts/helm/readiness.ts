/** What `helm install --wait` waits for: https://github.com/helm/helm pkg/kube/ready.go */
import { rollingLimits } from "../../kubernetes/controllers/deployment-rollout.ts";
import type { KubernetesCluster } from "../../kubernetes/cluster.ts";
import type { CustomResourceDefinition, Deployment, Pod, Service } from "../../kubernetes/objects.ts";
import { findCondition, isReady } from "../../kubernetes/pods.ts";
import type { KubeObject, Manifest } from "../../kubernetes/types.ts";
import { newReplicaSetOf, podsOf } from "../../kubernetes/pulumi/await/owned.ts";
import { podProblems } from "../../kubernetes/pulumi/await/pod-problems.ts";
import { warningsAbout } from "../../kubernetes/pulumi/await/warning-events.ts";

/** Lines of a container's log that go into an error. */
const LOG_LINES = 5;

export function isInstalled(cluster: KubernetesCluster, manifests: readonly Manifest[]): boolean {
  return manifests.every((manifest) => {
    const object = objectOf(cluster, manifest);
    return object !== undefined && isObjectReady(cluster, object);
  });
}

/** Why workloads of a release do not become ready: their pods' states, warnings and last words. */
export function problemsOf(
  cluster: KubernetesCluster,
  manifests: readonly Manifest[],
  since: number,
): string[] {
  return manifests.flatMap((manifest) => {
    const object = objectOf(cluster, manifest);
    if (object === undefined || isObjectReady(cluster, object)) return [];
    const replicaSet =
      object.kind === "Deployment" ? newReplicaSetOf(cluster, object as Deployment) : undefined;
    const pods = podsOf(cluster, replicaSet);
    const related = [object, ...(replicaSet ? [replicaSet] : []), ...pods];
    return [
      ...pods.flatMap(podProblems),
      ...warningsAbout(cluster.api, related, since),
      ...pods.filter((pod) => !isReady(pod)).flatMap((pod) => lastWords(cluster, pod)),
    ];
  });
}

function isObjectReady(cluster: KubernetesCluster, object: KubeObject): boolean {
  switch (`${object.apiVersion}/${object.kind}`) {
    case "v1/Pod":
      return isReady(object as Pod);
    case "v1/Service":
      return isServiceReady(object as Service);
    case "apps/v1/Deployment":
      return isDeploymentReady(cluster, object as Deployment);
    case "apiextensions.k8s.io/v1/CustomResourceDefinition":
      return isEstablished(object as CustomResourceDefinition);
    default:
      return true;
  }
}

function isServiceReady(service: Service): boolean {
  const { type, clusterIP } = service.spec;
  if (type === "ExternalName") return true;
  if (!clusterIP) return false;
  return type !== "LoadBalancer" || (service.status?.loadBalancer?.ingress?.length ?? 0) > 0;
}

function isDeploymentReady(cluster: KubernetesCluster, deployment: Deployment): boolean {
  if (deployment.spec.paused) return true;
  const replicaSet = newReplicaSetOf(cluster, deployment);
  if (replicaSet === undefined || deployment.status.observedGeneration !== deployment.metadata.generation) {
    return false;
  }
  const { replicas, strategy } = deployment.spec;
  const expected = strategy.type === "RollingUpdate" ? rollingLimits(deployment).minAvailable : replicas;
  return (replicaSet.status.readyReplicas ?? 0) >= expected;
}

function isEstablished({ status }: CustomResourceDefinition): boolean {
  return findCondition(status?.conditions, "Established")?.status === "True";
}

/** The end of the logs of a pod's containers; of the run before where a container is being started again. */
function lastWords(cluster: KubernetesCluster, pod: Pod): string[] {
  const { namespace = "default", name } = pod.metadata;
  return (pod.status.containerStatuses ?? []).flatMap((status) => {
    const previous = status.state.waiting !== undefined && status.lastState.terminated !== undefined;
    const lines = cluster.logs(namespace, name, { container: status.name, previous });
    return lines
      .slice(-LOG_LINES)
      .map((line) => `[Pod ${namespace}/${name}, container ${status.name}]: ${line}`);
  });
}

function objectOf(
  cluster: KubernetesCluster,
  { apiVersion, kind, metadata }: Manifest,
): KubeObject | undefined {
  return cluster.api.view(`${apiVersion}/${kind}`, metadata.namespace, metadata.name ?? "");
}
