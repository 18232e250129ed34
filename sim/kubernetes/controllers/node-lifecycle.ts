import { EventRecorder } from "../controller-runtime/events.ts";
import { splitKey } from "../controller-runtime/keys.ts";
import { RequeueAfter } from "../controller-runtime/work-queue.ts";
import type { Node, Pod, Taint } from "../objects.ts";
import { findCondition, podsOn, withCondition } from "../pods.ts";
import type { WatchEvent } from "../types.ts";
import { ClusterController } from "./cluster-controller.ts";
import { tolerates } from "./scheduler-filters.ts";

const NODE = "v1/Node";
const POD = "v1/Pod";
const UNREACHABLE = "node.kubernetes.io/unreachable";
const NOT_READY = "node.kubernetes.io/not-ready";

/**
 * Follows nodes that are not ready: taints them, marks their pods as not ready, and evicts pods whose toleration
 * has run out.
 * https://kubernetes.io/docs/concepts/architecture/nodes/#node-controller
 */
export class NodeLifecycleController extends ClusterController {
  readonly name = "node-controller";
  readonly kind = NODE;
  override readonly watches = {
    [POD]: ({ object, old }: WatchEvent<Pod>) => {
      const { nodeName } = object.spec;
      const before = old?.spec.nodeName;
      return nodeName !== undefined && before === undefined ? [`/${nodeName}`] : [];
    },
  };
  readonly #evictions = new EventRecorder(this.api, "taint-eviction-controller");

  override reconcile(key: string): void {
    const { name } = splitKey(key);
    const node = this.api.view(NODE, undefined, name);
    if (node === undefined) return;
    const tainted = this.#taint(node);
    const ready = findCondition(node.status.conditions, "Ready")?.status;
    if (ready === "Unknown") this.#markPodsNotReady(name);
    const next = Math.min(
      ...tainted.filter(({ effect }) => effect === "NoExecute").map((taint) => this.#evict(name, taint)),
    );
    if (next < Infinity) throw new RequeueAfter("tolerations run out", next - this.clock.now());
  }

  /** Keeps the taints for a node's readiness as they should be. */
  #taint(node: Node): readonly Taint[] {
    const { api, clock } = this;
    const present = node.spec.taints ?? [];
    const status = findCondition(node.status.conditions, "Ready")?.status;
    const key = status === "Unknown" ? UNREACHABLE : status === "False" ? NOT_READY : undefined;
    const own = (taint: Taint): boolean => [UNREACHABLE, NOT_READY].includes(taint.key);
    const wanted: Taint[] =
      key === undefined
        ? []
        : [
            { key, effect: "NoSchedule", timeAdded: clock.timestamp() },
            { key, effect: "NoExecute", timeAdded: clock.timestamp() },
          ];
    const kept = present.filter((taint) => !own(taint) || wanted.some((entry) => isSame(entry, taint)));
    const added = wanted.filter((entry) => !present.some((taint) => isSame(entry, taint)));
    if (added.length === 0 && kept.length === present.length) return present;
    const taints = [...kept, ...added];
    api.patch(NODE, undefined, node.metadata.name, { spec: { taints } });
    return taints;
  }

  #markPodsNotReady(name: string): void {
    const { api, clock } = this;
    for (const pod of podsOn(this.api, name)) {
      if (findCondition(pod.status.conditions, "Ready")?.status !== "True") continue;
      const conditions = withCondition(
        pod.status.conditions,
        { type: "Ready", status: "False" },
        clock.timestamp(),
      );
      api.updateStatus({ ...pod, status: { ...pod.status, conditions } });
      this.events.warning(pod, "NodeNotReady", "Node is not ready");
    }
  }

  /** Pods stay as long as they tolerate the taint. @returns when the next one has to go. */
  #evict(name: string, taint: Taint): number {
    const { api, clock } = this;
    const since = Date.parse(taint.timeAdded ?? clock.timestamp());
    let next = Infinity;
    for (const pod of podsOn(this.api, name)) {
      if (pod.metadata.deletionTimestamp !== undefined) continue;
      const matching = (pod.spec.tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
      const limits = matching.map(({ tolerationSeconds = Infinity }) => tolerationSeconds);
      if (limits.includes(Infinity)) continue;
      const end = since + Math.min(...(limits.length === 0 ? [0] : limits)) * 1000;
      if (end > clock.now()) {
        next = Math.min(next, end);
        continue;
      }
      const { namespace, name: podName } = pod.metadata;
      const message = `Marking for deletion Pod ${namespace}/${podName}`;
      this.#evictions.normal(pod, "TaintManagerEviction", message);
      api.delete(POD, namespace, podName);
    }
    return next;
  }
}

function isSame(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}
