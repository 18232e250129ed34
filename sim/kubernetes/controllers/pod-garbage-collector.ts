import { splitKey } from "../controller-runtime/keys.ts";
import type { Pod } from "../objects.ts";
import { podsOn } from "../pods.ts";
import type { WatchEvent } from "../types.ts";
import { ClusterController } from "./cluster-controller.ts";

const NODE = "v1/Node";
const POD = "v1/Pod";

/**
 * Removes the pods of nodes that are gone, after a quarantine in which a node may come back.
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection
 */
export class PodGarbageCollector extends ClusterController {
  readonly name = "pod-garbage-collector";
  readonly kind = POD;
  readonly delayMs = 40_000;
  /** Pods that are there at the start may be those of a node that went before. */
  override readonly watches = {
    [POD]: ({ type, object }: WatchEvent<Pod>) => {
      const { nodeName } = object.spec;
      return type === "ADDED" && nodeName !== undefined ? [`/${nodeName}`] : [];
    },
    [NODE]: ({ type, object }: WatchEvent) => (type === "DELETED" ? [`/${object.metadata.name}`] : []),
  };

  override reconcile(key: string): void {
    const { name } = splitKey(key);
    if (this.api.view(NODE, undefined, name) !== undefined) return;
    for (const { metadata } of podsOn(this.api, name)) {
      this.api.delete(POD, metadata.namespace, metadata.name, { gracePeriodSeconds: 0 });
    }
  }
}
