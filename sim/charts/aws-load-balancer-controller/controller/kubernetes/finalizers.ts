import type { KubeObject, KubernetesApi } from "../../../../kubernetes/types.ts";

export function hasFinalizer(object: KubeObject, finalizer: string): boolean {
  return object.metadata.finalizers?.includes(finalizer) ?? false;
}

/** Adds a finalizer unless it is there, and gives the object as it is then. */
export function addFinalizer<T extends KubeObject>(api: KubernetesApi, object: T, finalizer: string): T {
  if (hasFinalizer(object, finalizer)) return object;
  return patchFinalizers(api, object, [...(object.metadata.finalizers ?? []), finalizer]);
}

/** Removes a finalizer; the object may be gone afterwards. */
export function removeFinalizer(api: KubernetesApi, object: KubeObject, finalizer: string): void {
  if (!hasFinalizer(object, finalizer)) return;
  patchFinalizers(
    api,
    object,
    (object.metadata.finalizers ?? []).filter((present) => present !== finalizer),
  );
}

function patchFinalizers<T extends KubeObject>(api: KubernetesApi, object: T, finalizers: string[]): T {
  const gvk = `${object.apiVersion}/${object.kind}`;
  return api.patch(gvk, object.metadata.namespace, object.metadata.name, { metadata: { finalizers } }) as T;
}
