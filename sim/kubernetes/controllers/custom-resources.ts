import { CUSTOM_RESOURCE_FINALIZER } from "../api/strategies/custom-resource-definition.ts";
import type { KubeObject, WatchEvent } from "../types.ts";
import type { ControlPlane } from "./control-plane.ts";
import { QueueController } from "./queue-controller.ts";
import { keyOf, splitKey } from "./work-queue.ts";

const DEFINITION = "apiextensions.k8s.io/v1/CustomResourceDefinition";

/** Deletes the objects of a custom kind before its definition goes. */
export class CustomResourceCleanup extends QueueController {
  constructor(controlPlane: ControlPlane) {
    super(controlPlane, DEFINITION);
  }

  protected override observe({ type, object }: WatchEvent): void {
    if (object.kind === "CustomResourceDefinition") return this.queue.add(keyOf(object));
    if (type !== "DELETED") return;
    for (const definition of this.controlPlane.api.views(DEFINITION)) {
      if (definition["spec"].names.kind === object.kind) this.queue.add(keyOf(definition));
    }
  }

  protected override reconcile(key: string): void {
    const { name } = splitKey(key);
    const { api } = this.controlPlane;
    const definition = api.view(DEFINITION, undefined, name);
    const finalizers = definition?.metadata.finalizers ?? [];
    if (definition?.metadata.deletionTimestamp === undefined) return;
    if (!finalizers.includes(CUSTOM_RESOURCE_FINALIZER)) return;
    const gvk = storageGvk(definition);
    for (const { metadata } of api.views(gvk)) {
      if (metadata.deletionTimestamp === undefined) api.delete(gvk, metadata.namespace, metadata.name);
    }
    if (api.views(gvk).length > 0) return;
    const left = finalizers.filter((finalizer) => finalizer !== CUSTOM_RESOURCE_FINALIZER);
    api.patch(DEFINITION, undefined, name, { metadata: { finalizers: left } });
  }
}

function storageGvk(definition: KubeObject): string {
  const { group, names, versions } = definition["spec"];
  const version = versions.find(({ storage }: { readonly storage: boolean }) => storage);
  return `${group}/${version.name}/${names.kind}`;
}
