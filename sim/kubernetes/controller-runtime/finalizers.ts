import { gvkOf } from "../api/kinds.ts";
import type { KubeObject, KubernetesApi } from "../types.ts";

/** Whether an object has a finalizer. */
export function hasFinalizer(object: KubeObject, finalizer: string): boolean {
  return object.metadata.finalizers?.includes(finalizer) ?? false;
}

/** Adds a finalizer unless it is there, and gives the object as it is then. */
export function addFinalizer<T extends KubeObject>(api: KubernetesApi, object: T, finalizer: string): T {
  return changeFinalizers(api, object, (present) =>
    present.includes(finalizer) ? present : [...present, finalizer],
  );
}

/** Removes a finalizer; the object may be gone afterwards. */
export function removeFinalizer(api: KubernetesApi, object: KubeObject, finalizer: string): void {
  changeFinalizers(api, object, (present) => present.filter((other) => other !== finalizer));
}

/** Goes by what the API has now: others may have changed the finalizers since the object was read. */
function changeFinalizers<T extends KubeObject>(
  api: KubernetesApi,
  object: T,
  change: (present: readonly string[]) => readonly string[],
): T {
  const gvk = gvkOf(object);
  const { namespace, name } = object.metadata;
  const current = api.view(gvk, namespace, name);
  const present = current?.metadata.finalizers ?? [];
  const wanted = change(present);
  if (wanted.length === present.length) return object;
  return api.patch(gvk, namespace, name, { metadata: { finalizers: wanted } }) as T;
}
