import type { AdmissionRequest, KubeObject } from "../types.ts";

/** A step that every write passes: it may change the object, or refuse it by throwing. */
export interface AdmissionPlugin {
  /** Returns the changed object, or undefined to leave it. The request's objects must not be changed in place. */
  mutate?(request: AdmissionRequest): KubeObject | undefined;
  /** @throws KubernetesError Forbidden and others; NotSimulated. */
  validate?(request: AdmissionRequest): void;
}

/** The admission plugins of an API server, in their order: first all that change, then all that refuse. */
export class AdmissionChain {
  readonly #plugins: AdmissionPlugin[] = [];

  add(plugin: AdmissionPlugin): void {
    this.#plugins.push(plugin);
  }

  mutate(request: AdmissionRequest): KubeObject {
    let object = request.object;
    for (const plugin of this.#plugins) object = plugin.mutate?.({ ...request, object }) ?? object;
    return object;
  }

  validate(request: AdmissionRequest): void {
    for (const plugin of this.#plugins) plugin.validate?.(request);
  }
}
