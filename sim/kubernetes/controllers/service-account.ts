import { KubernetesError } from "../../core/errors.ts";
import type { WatchEvent } from "../types.ts";
import type { Controller, ControlPlane } from "./control-plane.ts";

/** Gives each namespace the service account `default`. */
export class ServiceAccountController implements Controller {
  readonly #controlPlane: ControlPlane;
  readonly #unwatch: () => void;

  constructor(controlPlane: ControlPlane) {
    this.#controlPlane = controlPlane;
    this.#unwatch = controlPlane.api.watch(
      (event) => this.#observe(event),
      ["v1/Namespace", "v1/ServiceAccount"],
    );
    for (const { metadata } of controlPlane.api.views("v1/Namespace")) this.#ensure(metadata.name);
  }

  stop(): void {
    this.#unwatch();
  }

  #observe({ type, object }: WatchEvent): void {
    if (object.kind === "Namespace" && type === "ADDED") this.#ensure(object.metadata.name);
    if (object.kind === "ServiceAccount" && type === "DELETED") this.#ensure(object.metadata.namespace ?? "");
  }

  #ensure(namespace: string): void {
    const { api } = this.#controlPlane;
    if (api.view("v1/ServiceAccount", namespace, "default") !== undefined) return;
    try {
      api.create({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } });
    } catch (error) {
      // The namespace is going, or gone.
      if (!(error instanceof KubernetesError)) throw error;
    }
  }
}
