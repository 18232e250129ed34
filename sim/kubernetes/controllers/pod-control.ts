import { KubernetesError } from "../../core/errors.ts";
import type { EventRecorder } from "../controller-runtime/events.ts";
import type { Pod, PodSpec, PodTemplate } from "../objects.ts";
import type { KubeObject, KubernetesApi } from "../types.ts";
import { controllerReference } from "./owners.ts";

/** Makes and deletes pods for a controller, and says so in events on `owner`. */
export class PodControl {
  readonly #api: KubernetesApi;
  readonly #events: EventRecorder;

  constructor(api: KubernetesApi, events: EventRecorder) {
    this.#api = api;
    this.#events = events;
  }

  /**
   * @param changes to the template's spec, e.g. the node of a DaemonSet's pod.
   * @throws KubernetesError when the API server refuses the pod.
   */
  create(owner: KubeObject, template: PodTemplate, changes: Partial<PodSpec> = {}): void {
    try {
      const pod = this.#api.create({
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
          generateName: `${owner.metadata.name}-`,
          ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
          labels: { ...template.metadata?.labels },
          ...(template.metadata?.annotations === undefined
            ? {}
            : { annotations: { ...template.metadata.annotations } }),
          ownerReferences: [controllerReference(owner)],
        },
        spec: { ...template.spec, ...changes },
      });
      this.#events.normal(owner, "SuccessfulCreate", `Created pod: ${pod.metadata.name}`);
    } catch (error) {
      if (error instanceof KubernetesError) {
        this.#events.warning(owner, "FailedCreate", `Error creating: ${error.message}`);
      }
      throw error;
    }
  }

  delete(owner: KubeObject, pod: Pod): void {
    this.#api.delete("v1/Pod", pod.metadata.namespace, pod.metadata.name);
    this.#events.normal(owner, "SuccessfulDelete", `Deleted pod: ${pod.metadata.name}`);
  }
}
