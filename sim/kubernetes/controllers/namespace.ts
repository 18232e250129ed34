import { gvkOf } from "../api/kinds.ts";
import { ALL_OTHERS } from "../controller-runtime/controller.ts";
import { isDeleting, namespacedName, splitKey } from "../controller-runtime/keys.ts";
import type { Condition } from "../objects.ts";
import { withCondition } from "../pods.ts";
import type { KubeObject, WatchEvent } from "../types.ts";
import { ClusterController } from "./cluster-controller.ts";

const NAMESPACE = "v1/Namespace";

/** Empties namespaces that are being deleted, then lets them go; says what holds them up. */
export class NamespaceController extends ClusterController {
  readonly name = "namespace-controller";
  readonly kind = NAMESPACE;
  override readonly watches = {
    [NAMESPACE]: ({ object }: WatchEvent) => this.#keyIfDeleting(object),
    [ALL_OTHERS]: ({ type, object }: WatchEvent) => {
      const { namespace } = object.metadata;
      if (type === "ADDED" || namespace === undefined) return [];
      return this.#keyIfDeleting(this.api.view(NAMESPACE, undefined, namespace));
    },
  };

  override reconcile(key: string): void {
    const { name } = splitKey(key);
    const { api, clock } = this;
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
      namespace.status.conditions ?? [],
    );
    api.patch(NAMESPACE, undefined, name, { status: { conditions } }, "status");
  }

  #keyIfDeleting(namespace: KubeObject | undefined): string[] {
    return namespace !== undefined && isDeleting(namespace) ? [namespacedName(namespace)] : [];
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
