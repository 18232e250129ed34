import { CUSTOM_RESOURCE_FINALIZER } from "../api/strategies/custom-resource-definition.ts";
import { ALL_OTHERS } from "../controller-runtime/controller.ts";
import { hasFinalizer, removeFinalizer } from "../controller-runtime/finalizers.ts";
import { namespacedName, splitKey } from "../controller-runtime/keys.ts";
import type { CustomResourceDefinition } from "../objects.ts";
import type { WatchEvent } from "../types.ts";
import { ClusterController } from "./cluster-controller.ts";

const DEFINITION = "apiextensions.k8s.io/v1/CustomResourceDefinition";

/** Deletes the objects of a custom kind before its definition goes. */
export class CustomResourceCleanup extends ClusterController {
  readonly name = "crd-finalizer";
  readonly kind = DEFINITION;
  override readonly watches = {
    [ALL_OTHERS]: ({ type, object }: WatchEvent) =>
      type === "DELETED" ? this.#definitionsOf(object.kind).map(namespacedName) : [],
  };

  override reconcile(key: string): void {
    const { name } = splitKey(key);
    const { api } = this;
    const definition = api.view(DEFINITION, undefined, name);
    if (definition?.metadata.deletionTimestamp === undefined) return;
    if (!hasFinalizer(definition, CUSTOM_RESOURCE_FINALIZER)) return;
    const gvk = storageGvk(definition);
    for (const { metadata } of api.views(gvk)) {
      if (metadata.deletionTimestamp === undefined) api.delete(gvk, metadata.namespace, metadata.name);
    }
    if (api.views(gvk).length === 0) removeFinalizer(api, definition, CUSTOM_RESOURCE_FINALIZER);
  }

  #definitionsOf(kind: string): CustomResourceDefinition[] {
    return this.api.views(DEFINITION).filter((definition) => definition.spec.names.kind === kind);
  }
}

function storageGvk({ spec }: CustomResourceDefinition): string {
  const { group, names, versions } = spec;
  const version = versions.find(({ storage }) => storage)!;
  return `${group}/${version.name}/${names.kind}`;
}
