import type { Node, Pod, Taint } from "../objects.ts";
import { findCondition, withCondition } from "../pods.ts";
import type { WatchEvent } from "../types.ts";
import type { ControlPlane } from "./control-plane.ts";
import { QueueController } from "./queue-controller.ts";
import { tolerates } from "./scheduler-filters.ts";
import { keyOf, splitKey, WorkQueue } from "./work-queue.ts";

const NODE = "v1/Node";
const POD = "v1/Pod";
const UNREACHABLE = "node.kubernetes.io/unreachable";
const NOT_READY = "node.kubernetes.io/not-ready";

/** How long the pod garbage collector waits after a node has gone (its quarantine time). */
const QUARANTINE_MS = 40_000;

/**
 * Follows nodes that are not ready: taints them, marks their pods as not ready, and evicts pods whose toleration
 * has run out; removes the pods of nodes that are gone.
 * https://kubernetes.io/docs/concepts/architecture/nodes/#node-controller
 */
export class NodeLifecycleController extends QueueController {
  readonly #orphans: WorkQueue;

  constructor(controlPlane: ControlPlane) {
    super(controlPlane, NODE, [NODE, POD]);
    this.#orphans = new WorkQueue(controlPlane.clock, (key) => this.#removeOrphans(splitKey(key).name));
    for (const pod of controlPlane.api.views(POD)) {
      const { nodeName } = (pod as Pod).spec;
      if (nodeName !== undefined) this.#orphans.add(`/${nodeName}`, QUARANTINE_MS);
    }
  }

  override stop(): void {
    super.stop();
    this.#orphans.stop();
  }

  protected override observe({ type, object, old }: WatchEvent): void {
    if (object.kind === "Node") {
      if (type === "DELETED") this.#orphans.add(keyOf(object), QUARANTINE_MS);
      else this.queue.add(keyOf(object));
      return;
    }
    const { nodeName } = (object as Pod).spec;
    if (nodeName !== undefined && (old as Pod | undefined)?.spec.nodeName === undefined) {
      this.queue.add(`/${nodeName}`);
    }
  }

  protected override reconcile(key: string): void {
    const { name } = splitKey(key);
    const { api } = this.controlPlane;
    const node = api.view(NODE, undefined, name) as Node | undefined;
    if (node === undefined) return;
    const tainted = this.#taint(node);
    const ready = findCondition(node.status.conditions, "Ready")?.status;
    if (ready === "Unknown") this.#markPodsNotReady(name);
    for (const taint of tainted) if (taint.effect === "NoExecute") this.#evict(name, taint);
  }

  /** Keeps the taints for a node's readiness as they should be. */
  #taint(node: Node): readonly Taint[] {
    const { api, clock } = this.controlPlane;
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

  #podsOn(name: string): Pod[] {
    return this.controlPlane.api
      .views(POD)
      .map((pod) => pod as Pod)
      .filter(({ spec }) => spec.nodeName === name);
  }

  #markPodsNotReady(name: string): void {
    const { api, clock } = this.controlPlane;
    for (const pod of this.#podsOn(name)) {
      if (findCondition(pod.status.conditions, "Ready")?.status !== "True") continue;
      const conditions = withCondition(
        pod.status.conditions,
        { type: "Ready", status: "False" },
        clock.timestamp(),
      );
      api.updateStatus({ ...pod, status: { ...pod.status, conditions } });
      api.recordEvent(pod, {
        type: "Warning",
        reason: "NodeNotReady",
        message: "Node is not ready",
        component: "node-controller",
      });
    }
  }

  /** Pods stay as long as they tolerate the taint. */
  #evict(name: string, taint: Taint): void {
    const { api, clock } = this.controlPlane;
    const since = Date.parse(taint.timeAdded ?? clock.timestamp());
    for (const pod of this.#podsOn(name)) {
      if (pod.metadata.deletionTimestamp !== undefined) continue;
      const matching = (pod.spec.tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
      const limits = matching.map(({ tolerationSeconds = Infinity }) => tolerationSeconds);
      if (limits.includes(Infinity)) continue;
      const end = since + Math.min(...(limits.length === 0 ? [0] : limits)) * 1000;
      if (end > clock.now()) {
        this.queue.add(`/${name}`, end - clock.now());
        continue;
      }
      const { namespace, name: podName } = pod.metadata;
      api.recordEvent(pod, {
        type: "Normal",
        reason: "TaintManagerEviction",
        message: `Marking for deletion Pod ${namespace}/${podName}`,
        component: "taint-eviction-controller",
      });
      api.delete(POD, namespace, podName);
    }
  }

  #removeOrphans(name: string): void {
    const { api } = this.controlPlane;
    if (api.view(NODE, undefined, name) !== undefined) return;
    for (const { metadata } of this.#podsOn(name)) {
      api.delete(POD, metadata.namespace, metadata.name, { gracePeriodSeconds: 0 });
    }
  }
}

function isSame(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}
