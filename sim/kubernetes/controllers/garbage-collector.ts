import { FOREGROUND_FINALIZER } from "../api/deletion.ts";
import { gvkOf } from "../api/kinds.ts";
import { ALL_OTHERS } from "../controller-runtime/controller.ts";
import { hasFinalizer, removeFinalizer } from "../controller-runtime/finalizers.ts";
import { isDeleting } from "../controller-runtime/keys.ts";
import type { KubeObject, WatchEvent } from "../types.ts";
import { ClusterController } from "./cluster-controller.ts";

/**
 * Deletes what nobody owns any more. Its keys are uids.
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export class GarbageCollector extends ClusterController {
  readonly name = "garbage-collector";
  readonly kind = ALL_OTHERS;
  override readonly watches = { [ALL_OTHERS]: (event: WatchEvent) => this.#concerned(event) };

  /** A saved world may hold objects whose owners are gone. */
  existing(): readonly KubeObject[] {
    return this.api.everything();
  }

  override reconcile(uid: string): void {
    this.#collect(uid);
    this.#deleteInForeground(uid);
  }

  #concerned({ type, object: { metadata }, object }: WatchEvent): string[] {
    const owners = metadata.ownerReferences?.map(({ uid }) => uid) ?? [];
    if (type === "DELETED") {
      return [...this.api.dependents(metadata.uid).map((dependent) => dependent.metadata.uid), ...owners];
    }
    const isNewDependent = type === "ADDED" && owners.length > 0;
    return isNewDependent || waitsForDependents(object) ? [metadata.uid] : [];
  }

  /** Deletes an object if none of its owners is left; else drops the references to owners that are gone. */
  #collect(uid: string): void {
    const { api } = this;
    const object = api.findByUid(uid);
    const references = object?.metadata.ownerReferences ?? [];
    if (object === undefined || references.length === 0) return;
    const left = references.filter((owner) => api.findByUid(owner.uid) !== undefined);
    const { namespace, name } = object.metadata;
    if (left.length === 0) {
      if (!isDeleting(object)) api.delete(gvkOf(object), namespace, name);
    } else if (left.length < references.length) {
      api.patch(gvkOf(object), namespace, name, { metadata: { ownerReferences: left } });
    }
  }

  /** Foreground deletion: what the owner blocks on goes first, then the owner. */
  #deleteInForeground(uid: string): void {
    const { api } = this;
    const owner = api.findByUid(uid);
    if (owner === undefined || !waitsForDependents(owner)) return;
    for (const dependent of api.dependents(uid)) {
      const { namespace, name } = dependent.metadata;
      if (!isDeleting(dependent))
        api.delete(gvkOf(dependent), namespace, name, { propagation: "Foreground" });
    }
    const isBlocked = api
      .dependents(uid)
      .flatMap((dependent) => dependent.metadata.ownerReferences ?? [])
      .some((reference) => reference.uid === uid && reference.blockOwnerDeletion === true);
    if (!isBlocked) removeFinalizer(api, owner, FOREGROUND_FINALIZER);
  }
}

function waitsForDependents(object: KubeObject): boolean {
  return isDeleting(object) && hasFinalizer(object, FOREGROUND_FINALIZER);
}
