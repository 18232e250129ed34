import { KubernetesError } from "../../core/errors.ts";
import type { Pod, PodSpec, PodTemplate } from "../objects.ts";
import type { KubeObject } from "../types.ts";
import type { ControlPlane } from "./control-plane.ts";
import { controllerReference } from "./owners.ts";

/** Makes and deletes pods for a controller, and says so in events on `owner`. */
export class PodControl {
  readonly #controlPlane: ControlPlane;
  readonly #component: string;

  /** @param component that reports the events, e.g. `replicaset-controller`. */
  constructor(controlPlane: ControlPlane, component: string) {
    this.#controlPlane = controlPlane;
    this.#component = component;
  }

  /**
   * @param changes to the template's spec, e.g. the node of a DaemonSet's pod.
   * @throws KubernetesError when the API server refuses the pod.
   */
  create(owner: KubeObject, template: PodTemplate, changes: Partial<PodSpec> = {}): void {
    const { api } = this.#controlPlane;
    try {
      const pod = api.create({
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
      this.#event(owner, "Normal", "SuccessfulCreate", `Created pod: ${pod.metadata.name}`);
    } catch (error) {
      if (error instanceof KubernetesError) {
        this.#event(owner, "Warning", "FailedCreate", `Error creating: ${error.message}`);
      }
      throw error;
    }
  }

  delete(owner: KubeObject, pod: Pod): void {
    this.#controlPlane.api.delete("v1/Pod", pod.metadata.namespace, pod.metadata.name);
    this.#event(owner, "Normal", "SuccessfulDelete", `Deleted pod: ${pod.metadata.name}`);
  }

  #event(owner: KubeObject, type: "Normal" | "Warning", reason: string, message: string): void {
    this.#controlPlane.api.recordEvent(owner, { type, reason, message, component: this.#component });
  }
}
