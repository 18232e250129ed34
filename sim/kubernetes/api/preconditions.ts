import type { KubeObject, Manifest } from "../types.ts";
import { builtInKinds, type Kind } from "./kinds.ts";
import { conflict, forbidden, notFound } from "./status-errors.ts";
import type { ObjectStore } from "./store.ts";

const namespaceKind: Kind = builtInKinds.get("v1/Namespace")!;

/**
 * Whether a new object's namespace can take it.
 *
 * @throws KubernetesError NotFound when the namespace is not there, Forbidden when it is going.
 */
export function checkNamespace(store: ObjectStore, kind: Kind, object: KubeObject): void {
  const name = object.metadata.namespace;
  if (!kind.namespaced || name === undefined) return;
  const namespace = store.find(namespaceKind, undefined, name);
  if (namespace === undefined) throw notFound(namespaceKind, name);
  if (namespace.metadata.deletionTimestamp === undefined) return;
  throw forbidden(
    kind,
    object.metadata.name,
    `unable to create new content in namespace ${name} because it is being terminated`,
  );
}

/**
 * Whether a write is meant for the object as it is now.
 *
 * @param given what the client sent; uid and resource version count where it gives them.
 * @throws KubernetesError Conflict
 */
export function checkPreconditions(kind: Kind, present: KubeObject, given: Manifest): void {
  const { name, uid, resourceVersion } = present.metadata;
  if (given.metadata.uid !== undefined && given.metadata.uid !== uid) {
    const words = `Precondition failed: UID in precondition: ${given.metadata.uid}, UID in object meta: ${uid}`;
    throw conflict(kind, name, words);
  }
  if (given.metadata.resourceVersion !== undefined && given.metadata.resourceVersion !== resourceVersion) {
    throw conflict(kind, name);
  }
}
