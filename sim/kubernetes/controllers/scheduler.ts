import { namespacedName, splitKey } from "../controller-runtime/keys.ts";
import { fieldManagers } from "../field-managers.ts";
import type { Node, Pod } from "../objects.ts";
import { isFinished, withCondition } from "../pods.ts";
import type { WatchEvent } from "../types.ts";
import { ClusterController, type ControlPlane } from "./cluster-controller.ts";
import { controllerOf } from "./owners.ts";
import {
  neighbours,
  podsPerDomain,
  refusals,
  requested,
  type NodeInfo,
  type Refusal,
} from "./scheduler-filters.ts";

const NODE = "v1/Node";
const POD = "v1/Pod";

/** Binds pods to nodes: filters as kube-scheduler does, and spreads pods over zones and nodes. */
export class Scheduler extends ClusterController {
  readonly name = "default-scheduler";
  readonly kind = POD;
  override readonly watches = {
    [POD]: ({ type, object }: WatchEvent<Pod>) => {
      if (type === "DELETED") return this.#waiting();
      return type === "ADDED" && isWaiting(object) ? [namespacedName(object)] : [];
    },
    [NODE]: ({ type, object, old }: WatchEvent<Node>) =>
      type !== "MODIFIED" || canTakeMore(old!, object) ? this.#waiting() : [],
  };

  constructor(controlPlane: ControlPlane) {
    super(controlPlane, fieldManagers.scheduler);
  }

  #waiting(): string[] {
    return this.api.views(POD).filter(isWaiting).map(namespacedName);
  }

  override reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const { api } = this;
    const { version } = this.controlPlane;
    const pod = api.view(POD, namespace, name);
    if (pod === undefined || pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined)
      return;
    const nodes = this.#nodes();
    const refused: Refusal[][] = [];
    const fitting = nodes.filter((info) => {
      const reasons = refusals(pod, info, nodes, version);
      if (reasons.length > 0) refused.push(reasons);
      return reasons.length === 0;
    });
    const best = this.#best(pod, fitting, nodes);
    if (best === undefined) return this.#fail(pod, failureMessage(nodes.length, refused, version));
    api.bind(pod, best.node.metadata.name);
    const message = `Successfully assigned ${namespace}/${name} to ${best.node.metadata.name}`;
    this.events.normal(pod, "Scheduled", message);
  }

  #nodes(): NodeInfo[] {
    const { api } = this;
    const pods = new Map<string, Pod[]>();
    for (const pod of api.views(POD)) {
      if (pod.spec.nodeName === undefined || isFinished(pod)) continue;
      const present = pods.get(pod.spec.nodeName);
      if (present === undefined) pods.set(pod.spec.nodeName, [pod]);
      else present.push(pod);
    }
    return api
      .views(NODE)
      .map((node) => ({ node, pods: pods.get(node.metadata.name) ?? [] }))
      .sort((a, b) => (a.node.metadata.name < b.node.metadata.name ? -1 : 1));
  }

  /**
   * The node with the lowest ranking: soft constraints first, then fewer pods of the same owner in the zone and on
   * the node (the scheduler's default spreading), then fewer requests. Names decide between equals.
   */
  #best(pod: Pod, fitting: readonly NodeInfo[], all: readonly NodeInfo[]): NodeInfo | undefined {
    const ranked = fitting.map((info) => ({ info, rank: ranking(pod, info, all) }));
    return ranked.reduce<(typeof ranked)[number] | undefined>(
      (best, candidate) => (best !== undefined && !isLower(candidate.rank, best.rank) ? best : candidate),
      undefined,
    )?.info;
  }

  #fail(pod: Pod, message: string): void {
    const { api, clock } = this;
    const condition = { type: "PodScheduled", status: "False", reason: "Unschedulable", message } as const;
    const conditions = withCondition(pod.status.conditions, condition, clock.timestamp());
    if (conditions !== pod.status.conditions)
      api.updateStatus({ ...pod, status: { ...pod.status, conditions } });
    this.events.warning(pod, "FailedScheduling", message);
  }
}

/** Only pods without a node need one. */
function isWaiting(pod: Pod): boolean {
  return pod.spec.nodeName === undefined;
}

/** Whether a node's change can let a pod in that it refused before. */
function canTakeMore(old: Node, node: Node): boolean {
  return (
    old.spec !== node.spec ||
    old.metadata.labels !== node.metadata.labels ||
    old.status.allocatable !== node.status.allocatable
  );
}

function ranking(pod: Pod, info: NodeInfo, all: readonly NodeInfo[]): number[] {
  const { affinity, topologySpreadConstraints = [] } = pod.spec;
  const soft = topologySpreadConstraints
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === "ScheduleAnyway")
    .reduce((sum, { topologyKey, labelSelector = {} }) => {
      const domain = info.node.metadata.labels?.[topologyKey] ?? "";
      return sum + (podsPerDomain(pod, topologyKey, labelSelector, all).get(domain) ?? 0);
    }, 0);
  const apart = affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const together = affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const weigh = (terms: typeof apart): number =>
    terms.reduce(
      (sum, { weight, podAffinityTerm }) => sum + weight * neighbours(pod, podAffinityTerm, info.node, all),
      0,
    );
  const owner = controllerOf(pod)?.uid;
  const siblings = ({ pods }: NodeInfo): number =>
    owner === undefined ? 0 : pods.filter((other) => controllerOf(other)?.uid === owner).length;
  const zone = zoneOf(info);
  const inZone = all
    .filter((other) => zoneOf(other) === zone)
    .reduce((sum, other) => sum + siblings(other), 0);
  const cpu = info.pods.reduce((sum, other) => sum + requested(other, "cpu"), 0);
  return [soft, weigh(apart) - weigh(together), inZone, siblings(info), cpu, info.pods.length];
}

function zoneOf({ node }: NodeInfo): string | undefined {
  return node.metadata.labels?.["topology.kubernetes.io/zone"];
}

function isLower(a: readonly number[], b: readonly number[]): boolean {
  const index = a.findIndex((value, position) => value !== b[position]);
  return index !== -1 && a[index]! < b[index]!;
}

/** Why no node takes a pod: how many nodes for which reason, and whether preemption could help. */
function failureMessage(nodes: number, refused: readonly Refusal[][], version: string): string {
  if (nodes === 0) return "no nodes available to schedule pods";
  const reasons = histogram(refused.flat().map(({ reason }) => reason));
  const preemption = histogram(
    refused.map((list) =>
      list.every(({ preemptible }) => preemptible)
        ? "No preemption victims found for incoming pod"
        : "Preemption is not helpful for scheduling",
    ),
  );
  // Since 1.34 the plugin for dynamic resources reports before the one for preemption.
  const claims = Number(version.split(".")[1] ?? 0) >= 34 ? "no new claims to deallocate, " : "";
  const none = `0/${nodes} nodes are available:`;
  return `${none} ${reasons}. ${claims}preemption: ${none} ${preemption}.`;
}

function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(", ");
}
