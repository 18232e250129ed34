import type { Timer } from "../../core/clock.ts";
import { FOREGROUND_FINALIZER } from "../api/deletion.ts";
import { gvkOf } from "../api/kinds.ts";
import type { KubeObject, WatchEvent } from "../types.ts";
import type { Controller, ControlPlane } from "./control-plane.ts";

/**
 * Deletes what nobody owns any more.
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export class GarbageCollector implements Controller {
  readonly #controlPlane: ControlPlane;
  readonly #unwatch: () => void;
  /** Looks at all objects once, as a saved world may hold some whose owners are gone. */
  readonly #sweep: Timer;

  constructor(controlPlane: ControlPlane) {
    const { api, clock } = controlPlane;
    this.#controlPlane = controlPlane;
    this.#unwatch = api.watch((event) => this.#observe(event));
    this.#sweep = clock.schedule(0, () => {
      for (const object of api.everything()) this.#observe({ type: "ADDED", object });
    });
  }

  stop(): void {
    this.#unwatch();
    this.#sweep.cancel();
  }

  #observe({ type, object }: WatchEvent): void {
    const { api } = this.#controlPlane;
    if (type === "DELETED") {
      for (const dependent of api.dependents(object.metadata.uid)) this.#collect(dependent);
      for (const { uid } of object.metadata.ownerReferences ?? []) {
        const owner = api.findByUid(uid);
        if (owner !== undefined) this.#deleteInForeground(owner);
      }
      return;
    }
    if (type === "ADDED" && object.metadata.ownerReferences !== undefined) this.#collect(object);
    this.#deleteInForeground(object);
  }

  /** Deletes an object if none of its owners is left; else drops the references to owners that are gone. */
  #collect(object: KubeObject): void {
    const { api } = this.#controlPlane;
    const present = api.findByUid(object.metadata.uid);
    const references = present?.metadata.ownerReferences ?? [];
    if (present === undefined || references.length === 0) return;
    const left = references.filter(({ uid }) => api.findByUid(uid) !== undefined);
    const { namespace, name } = present.metadata;
    if (left.length === 0) {
      if (present.metadata.deletionTimestamp === undefined) api.delete(gvkOf(present), namespace, name);
    } else if (left.length < references.length) {
      api.patch(gvkOf(present), namespace, name, { metadata: { ownerReferences: left } });
    }
  }

  /** Foreground deletion: what the owner blocks on goes first, then the owner. */
  #deleteInForeground(owner: KubeObject): void {
    const { api } = this.#controlPlane;
    const present = api.findByUid(owner.metadata.uid);
    const finalizers = present?.metadata.finalizers ?? [];
    if (present?.metadata.deletionTimestamp === undefined || !finalizers.includes(FOREGROUND_FINALIZER))
      return;
    const dependents = api.dependents(present.metadata.uid);
    for (const dependent of dependents) {
      if (dependent.metadata.deletionTimestamp !== undefined) continue;
      const { namespace, name } = dependent.metadata;
      api.delete(gvkOf(dependent), namespace, name, { propagation: "Foreground" });
    }
    const blocking = api
      .dependents(present.metadata.uid)
      .flatMap((dependent) => dependent.metadata.ownerReferences ?? [])
      .some(({ uid, blockOwnerDeletion }) => uid === present.metadata.uid && blockOwnerDeletion === true);
    if (blocking) return;
    const { namespace, name } = present.metadata;
    const left = finalizers.filter((finalizer) => finalizer !== FOREGROUND_FINALIZER);
    api.patch(gvkOf(present), namespace, name, { metadata: { finalizers: left } });
  }
}
