import type { KubeObject, OwnerReference, WatchEvent } from "../types.ts";

/** The reference that makes `owner` the controller of an object. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The owner that controls an object, if there is one. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

/** For a controller that watches what the objects of its kind own: the key of a changed object's owner. */
export function keysOfOwner(kind: string): (event: Pick<WatchEvent, "object">) => readonly string[] {
  return ({ object }) => {
    const owner = controllerOf(object);
    return owner?.kind === kind ? [`${object.metadata.namespace ?? ""}/${owner.name}`] : [];
  };
}
