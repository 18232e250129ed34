import { gvkOf } from "../api/kinds.ts";
import type { Condition } from "../objects.ts";
import { withCondition } from "../pods.ts";
import type { KubeObject, WatchEvent } from "../types.ts";
import type { ControlPlane } from "./control-plane.ts";
import { QueueController } from "./queue-controller.ts";
import { keyOf, splitKey } from "./work-queue.ts";

const NAMESPACE = "v1/Namespace";

/** Empties namespaces that are being deleted, then lets them go; says what holds them up. */
export class NamespaceController extends QueueController {
  constructor(controlPlane: ControlPlane) {
    super(controlPlane, NAMESPACE);
  }

  protected override observe({ type, object }: WatchEvent): void {
    if (object.kind === "Namespace") {
      if (object.metadata.deletionTimestamp !== undefined) this.queue.add(keyOf(object));
    } else if (type !== "ADDED" && object.metadata.namespace !== undefined) {
      const namespace = this.controlPlane.api.view(NAMESPACE, undefined, object.metadata.namespace);
      if (namespace?.metadata.deletionTimestamp !== undefined) this.queue.add(keyOf(namespace));
    }
  }

  protected override reconcile(key: string): void {
    const { name } = splitKey(key);
    const { api, clock } = this.controlPlane;
    const namespace = api.view(NAMESPACE, undefined, name);
    if (namespace?.metadata.deletionTimestamp === undefined) return;
    for (const object of api.contents(name)) {
      if (object.metadata.deletionTimestamp === undefined) {
        api.delete(gvkOf(object), name, object.metadata.name);
      }
    }
    const left = api.contents(name);
    if (left.length === 0) return api.finalizeNamespace(name);
    const conditions = remainders(left.map((object) => [api.kind(gvkOf(object)).resource, object])).reduce<
      readonly Condition[]
    >(
      (list, condition) => withCondition(list, condition, clock.timestamp()),
      namespace["status"].conditions ?? [],
    );
    api.patch(NAMESPACE, undefined, name, { status: { conditions } }, "status");
  }
}

/** What is left in a namespace, as its status says it. */
function remainders(left: readonly (readonly [resource: string, object: KubeObject])[]): Condition[] {
  const resources = count(left.map(([resource]) => resource));
  const finalizers = count(left.flatMap(([, object]) => object.metadata.finalizers ?? []));
  const content = [...resources].map(([resource, number]) => `${resource} has ${number} resource instances`);
  const holding = [...finalizers].map(
    ([finalizer, number]) => `${finalizer} in ${number} resource instances`,
  );
  return [
    {
      type: "NamespaceContentRemaining",
      status: "True",
      reason: "SomeResourcesRemain",
      message: `Some resources are remaining: ${content.join(", ")}`,
    },
    holding.length === 0
      ? {
          type: "NamespaceFinalizersRemaining",
          status: "False",
          reason: "ContentHasNoFinalizers",
          message: "All content-preserving finalizers finished",
        }
      : {
          type: "NamespaceFinalizersRemaining",
          status: "True",
          reason: "SomeFinalizersRemain",
          message: `Some content in the namespace has finalizers remaining: ${holding.join(", ")}`,
        },
  ];
}

function count(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of [...values].sort()) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
