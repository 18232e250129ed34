import type { KubeObject } from "../types.ts";

/** `namespace/name` of an object, `/name` where it has no namespace: how messages name it, and its key in a queue. */
export function namespacedName(object: { readonly metadata: { namespace?: string; name: string } }): string {
  return `${object.metadata.namespace ?? ""}/${object.metadata.name}`;
}

/** Takes a key apart again; the namespace is empty where the object has none. */
export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
  const end = key.indexOf("/");
  return { namespace: key.slice(0, end), name: key.slice(end + 1) };
}

/** Whether an object is marked for deletion. */
export function isDeleting(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}
