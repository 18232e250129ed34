import { equal } from "../api/plain.ts";
import { namespacedName, splitKey } from "../controller-runtime/keys.ts";
import type { DaemonSet, Node, Pod, PodSpec, Toleration } from "../objects.ts";
import { isActive, isFinished, isReady } from "../pods.ts";
import { ClusterController } from "./cluster-controller.ts";
import { resolveAmount } from "./int-or-percent.ts";
import { keysOfOwner } from "./owners.ts";
import { PodControl } from "./pod-control.ts";
import { podTemplateHash } from "./pod-template-hash.ts";
import { matchesNode, untolerated } from "./scheduler-filters.ts";

const DAEMON_SET = "apps/v1/DaemonSet";
const REVISION_HASH = "controller-revision-hash";

/** https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations */
const tolerations: readonly Toleration[] = [
  { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/disk-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/memory-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/pid-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/unschedulable", operator: "Exists", effect: "NoSchedule" },
];
const hostNetworkToleration: Toleration = {
  key: "node.kubernetes.io/network-unavailable",
  operator: "Exists",
  effect: "NoSchedule",
};

/** Keeps one pod of each DaemonSet on every node that may have it. */
export class DaemonSetController extends ClusterController {
  readonly name = "daemonset-controller";
  readonly kind = DAEMON_SET;
  override readonly watches = {
    "v1/Pod": keysOfOwner("DaemonSet"),
    "v1/Node": () => this.api.views(DAEMON_SET).map(namespacedName),
  };
  readonly #pods = new PodControl(this.api, this.events);

  override reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const daemonSet = this.api.view(DAEMON_SET, namespace, name);
    if (daemonSet === undefined || daemonSet.metadata.deletionTimestamp !== undefined) return;
    const hash = podTemplateHash(daemonSet.spec.template);
    const nodes = this.api.views("v1/Node").filter((node) => shouldRun(daemonSet, node));
    this.#removeStrays(daemonSet, nodes);
    for (const node of nodes) this.#fill(daemonSet, node, hash);
    this.#replaceOutdated(daemonSet, nodes.length, hash);
    this.#report(daemonSet, nodes, hash);
  }

  #podsOf(daemonSet: DaemonSet): readonly Pod[] {
    return this.api.dependents(daemonSet.metadata.uid, "v1/Pod");
  }

  #removeStrays(daemonSet: DaemonSet, nodes: readonly Node[]): void {
    const names = nodes.map(({ metadata }) => metadata.name);
    for (const pod of this.#podsOf(daemonSet)) {
      if (isActive(pod) && !names.includes(targetOf(pod) ?? "")) this.#pods.delete(daemonSet, pod);
    }
  }

  /** A new pod comes only when the old one is gone. */
  #fill(daemonSet: DaemonSet, node: Node, hash: string): void {
    const { name } = node.metadata;
    if (this.#podsOf(daemonSet).some((pod) => !isFinished(pod) && targetOf(pod) === name)) return;
    const { template } = daemonSet.spec;
    const labels = { ...template.metadata?.labels, [REVISION_HASH]: hash };
    this.#pods.create(
      daemonSet,
      { ...template, metadata: { ...template.metadata, labels } },
      podChanges(template.spec, name),
    );
  }

  /** Rolling update: old pods go, as many at a time as may be unavailable. */
  #replaceOutdated(daemonSet: DaemonSet, desired: number, hash: string): void {
    const { updateStrategy } = daemonSet.spec;
    if (updateStrategy.type !== "RollingUpdate") return;
    const pods = this.#podsOf(daemonSet);
    const allowed = Math.max(
      1,
      resolveAmount(updateStrategy.rollingUpdate?.maxUnavailable ?? 1, desired, "up"),
    );
    const unavailable = desired - pods.filter((pod) => isActive(pod) && isReady(pod)).length;
    const outdated = pods.filter((pod) => isActive(pod) && pod.metadata.labels?.[REVISION_HASH] !== hash);
    const broken = outdated.filter((pod) => !isReady(pod));
    const healthy = outdated.filter(isReady).slice(0, Math.max(0, allowed - unavailable));
    for (const pod of [...broken, ...healthy]) this.#pods.delete(daemonSet, pod);
  }

  #report(daemonSet: DaemonSet, nodes: readonly Node[], hash: string): void {
    const pods = this.#podsOf(daemonSet).filter(isActive);
    const ready = pods.filter(isReady).length;
    const updated = pods.filter((pod) => pod.metadata.labels?.[REVISION_HASH] === hash).length;
    const unavailable = nodes.length - ready;
    const status = {
      currentNumberScheduled: pods.length,
      desiredNumberScheduled: nodes.length,
      numberMisscheduled: 0,
      numberReady: ready,
      observedGeneration: daemonSet.metadata.generation,
      ...(ready === 0 ? {} : { numberAvailable: ready }),
      ...(unavailable === 0 ? {} : { numberUnavailable: unavailable }),
      ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
    };
    if (!equal(status, daemonSet["status"])) this.api.updateStatus({ ...daemonSet, status });
  }
}

function shouldRun(daemonSet: DaemonSet, node: Node): boolean {
  const { template } = daemonSet.spec;
  const all = [...(template.spec.tolerations ?? []), ...tolerations];
  const taints = (node.spec.taints ?? []).filter(({ effect }) => effect !== "PreferNoSchedule");
  if (untolerated(taints, all, ["NoSchedule", "NoExecute"]) !== undefined) return false;
  return matchesNode({ spec: template.spec }, node);
}

/** The node that a pod was made for. */
function targetOf(pod: Pod): string | undefined {
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required?.nodeSelectorTerms[0]?.matchFields?.[0]?.values?.[0];
}

/** Ties a pod to its node, through the scheduler. */
function podChanges(spec: PodSpec, nodeName: string): Partial<PodSpec> {
  const field = { key: "metadata.name", operator: "In", values: [nodeName] };
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const terms = required?.nodeSelectorTerms ?? [{}];
  return {
    affinity: {
      ...spec.affinity,
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: terms.map((term) => ({ ...term, matchFields: [field] })),
        },
      },
    },
    tolerations: [
      ...(spec.tolerations ?? []),
      ...tolerations,
      ...(spec.hostNetwork === true ? [hostNetworkToleration] : []),
    ],
  };
}
