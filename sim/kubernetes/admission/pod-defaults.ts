import type { ApiServer } from "../api-server.ts";
import type { AdmissionPlugin } from "../api/admission-chain.ts";
import { builtInKinds } from "../api/kinds.ts";
import { forbidden } from "../api/status-errors.ts";
import type { Pod, Toleration } from "../objects.ts";
import type { AdmissionRequest, KubeObject } from "../types.ts";

const podKind = builtInKinds.get("v1/Pod")!;

/** Seconds for which pods tolerate a node that is not ready or not reachable (DefaultTolerationSeconds). */
const TOLERATION_SECONDS = 300;

/** What the plugins ServiceAccount, Priority and DefaultTolerationSeconds do to new pods. */
export class PodDefaults implements AdmissionPlugin {
  readonly #api: ApiServer;

  constructor(api: ApiServer) {
    this.#api = api;
  }

  /** @throws KubernetesError Forbidden when the service account or priority class is not there. */
  mutate({ operation, object }: AdmissionRequest): KubeObject | undefined {
    if (operation !== "CREATE" || object.kind !== "Pod" || object.apiVersion !== "v1") return undefined;
    const pod = object as Pod;
    const serviceAccountName = pod.spec.serviceAccountName ?? "default";
    this.#checkServiceAccount(pod, serviceAccountName);
    const spec = {
      ...pod.spec,
      serviceAccountName,
      serviceAccount: serviceAccountName,
      ...this.#priority(pod),
      tolerations: withDefaults(pod.spec.tolerations ?? []),
    };
    return { ...object, spec };
  }

  /** The account `default` is made by a controller, for which the real plugin waits a little. */
  #checkServiceAccount(pod: Pod, name: string): void {
    if (name === "default") return;
    const { namespace } = pod.metadata;
    if (this.#api.view("v1/ServiceAccount", namespace, name) !== undefined) return;
    throw forbidden(
      podKind,
      podName(pod),
      `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
    );
  }

  #priority(pod: Pod): object {
    const name = pod.spec.priorityClassName;
    if (name === undefined) return { priority: 0, preemptionPolicy: "PreemptLowerPriority" };
    const priorityClass = this.#api.view("scheduling.k8s.io/v1/PriorityClass", undefined, name);
    if (priorityClass === undefined) {
      throw forbidden(podKind, podName(pod), `no PriorityClass with name ${name} was found`);
    }
    const preemptionPolicy = priorityClass["preemptionPolicy"] ?? "PreemptLowerPriority";
    return { priority: priorityClass["value"], preemptionPolicy };
  }
}

/** Refusals of generated pods name what the name begins with, as the plugins run before it is generated. */
function podName({ metadata }: KubeObject): string {
  return metadata.generateName ?? metadata.name;
}

function withDefaults(tolerations: readonly Toleration[]): Toleration[] {
  const missing = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"].filter(
    (key) =>
      !tolerations.some(
        (toleration) =>
          (toleration.key === key || toleration.key === undefined) &&
          (toleration.effect === "NoExecute" || toleration.effect === undefined),
      ),
  );
  return [
    ...tolerations,
    ...missing.map((key) => ({
      key,
      operator: "Exists",
      effect: "NoExecute",
      tolerationSeconds: TOLERATION_SECONDS,
    })),
  ];
}
