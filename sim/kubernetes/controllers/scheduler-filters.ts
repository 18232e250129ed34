/** Which nodes can take a pod, and the scheduler's words for why one cannot. */
import { selects } from "../label-selector.ts";
import type {
  Container,
  Node,
  NodeSelectorTerm,
  Pod,
  PodAffinityTerm,
  Taint,
  Toleration,
} from "../objects.ts";
import { isFinished } from "../pods.ts";
import { parseQuantity } from "../quantity.ts";

/** A node with the pods that are bound to it. */
export interface NodeInfo {
  readonly node: Node;
  readonly pods: readonly Pod[];
}

/** Why a node is refused. */
export interface Refusal {
  readonly reason: string;
  /** Whether taking other pods away could help. */
  readonly preemptible: boolean;
}

const HOSTNAME = "kubernetes.io/hostname";

/** @param version of the cluster: the words for taints changed with 1.35. */
export function refusals(pod: Pod, info: NodeInfo, all: readonly NodeInfo[], version: string): Refusal[] {
  const { node } = info;
  if (node.spec.unschedulable === true) return [fixed("node(s) were unschedulable")];
  const taint = untolerated(node.spec.taints ?? [], pod.spec.tolerations ?? [], ["NoSchedule", "NoExecute"]);
  if (taint !== undefined) {
    return [
      fixed(
        minor(version) >= 35
          ? "node(s) had untolerated taint(s)"
          : `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ""}}`,
      ),
    ];
  }
  if (!matchesNode(pod, node)) return [fixed("node(s) didn't match Pod's node affinity/selector")];
  if (hostPortsTaken(pod, info)) {
    return [{ reason: "node(s) didn't have free ports for the requested pod ports", preemptible: true }];
  }
  const resources = resourceRefusals(pod, info);
  if (resources.length > 0) return resources;
  const spread = spreadRefusal(pod, info, all);
  if (spread !== undefined) return [spread];
  return antiAffinityRefusals(pod, info, all);
}

function fixed(reason: string): Refusal {
  return { reason, preemptible: false };
}

function minor(version: string): number {
  return Number(version.split(".")[1] ?? 0);
}

/** The first taint with one of `effects` that is not tolerated. */
export function untolerated(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
  effects: readonly string[],
): Taint | undefined {
  return taints.find(
    (taint) =>
      effects.includes(taint.effect) && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect !== undefined && toleration.effect !== taint.effect) return false;
  if (toleration.key !== undefined && toleration.key !== taint.key) return false;
  if (toleration.operator === "Exists") return true;
  return toleration.key !== undefined && (toleration.value ?? "") === (taint.value ?? "");
}

/** Whether the pod's node selector and required node affinity let it run on a node. */
export function matchesNode(pod: Pick<Pod, "spec">, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  for (const [key, value] of Object.entries(pod.spec.nodeSelector ?? {})) {
    if (labels[key] !== value) return false;
  }
  const terms =
    pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return terms === undefined || terms.some((term) => matchesTerm(term, node));
}

function matchesTerm(term: NodeSelectorTerm, node: Node): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  return (
    selects({ matchExpressions }, node.metadata.labels) &&
    selects({ matchExpressions: matchFields }, { "metadata.name": node.metadata.name })
  );
}

function hostPortsTaken(pod: Pod, { pods }: NodeInfo): boolean {
  const wanted = hostPorts(pod);
  return wanted.length > 0 && pods.some((other) => hostPorts(other).some((port) => wanted.includes(port)));
}

function hostPorts(pod: Pod): string[] {
  return pod.spec.containers
    .flatMap((container) => container.ports ?? [])
    .filter(({ hostPort }) => hostPort !== undefined)
    .map(({ hostPort, protocol }) => `${protocol}/${hostPort}`);
}

function resourceRefusals(pod: Pod, { node, pods }: NodeInfo): Refusal[] {
  const allocatable = node.status.allocatable ?? {};
  const running = pods.filter((other) => !isFinished(other));
  const found: Refusal[] = [];
  if (running.length + 1 > (parseQuantity(allocatable["pods"] ?? 0) ?? 0)) {
    found.push({ reason: "Too many pods", preemptible: true });
  }
  for (const resource of ["cpu", "memory"]) {
    const wanted = requested(pod, resource);
    if (wanted === 0) continue;
    const total = parseQuantity(allocatable[resource] ?? 0) ?? 0;
    const used = running.reduce((sum, other) => sum + requested(other, resource), 0);
    // More than the whole node has is beyond what taking other pods away could give.
    if (wanted > total - used) {
      found.push({ reason: `Insufficient ${resource}`, preemptible: wanted <= total });
    }
  }
  return found;
}

/** What a pod requests of `resource` in its base unit (cores, bytes). */
export function requested(pod: Pod, resource: string): number {
  const of = (container: Container): number =>
    parseQuantity(container.resources?.requests?.[resource] ?? 0) ?? 0;
  return pod.spec.containers.reduce((sum, container) => sum + of(container), 0);
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ */
function spreadRefusal(pod: Pod, { node }: NodeInfo, all: readonly NodeInfo[]): Refusal | undefined {
  for (const constraint of pod.spec.topologySpreadConstraints ?? []) {
    if (constraint.whenUnsatisfiable !== "DoNotSchedule") continue;
    const { topologyKey, labelSelector = {}, maxSkew } = constraint;
    const domain = node.metadata.labels?.[topologyKey];
    if (domain === undefined) {
      return fixed("node(s) didn't match pod topology spread constraints (missing required label)");
    }
    const counts = podsPerDomain(pod, topologyKey, labelSelector, all);
    const own = selects(labelSelector, pod.metadata.labels) ? 1 : 0;
    if ((counts.get(domain) ?? 0) + own - Math.min(...counts.values()) > maxSkew) {
      return { reason: "node(s) didn't match pod topology spread constraints", preemptible: true };
    }
  }
  return undefined;
}

/** Matching pods of the pod's namespace by topology domain; domains that the pod cannot use do not count. */
export function podsPerDomain(
  pod: Pod,
  topologyKey: string,
  selector: NonNullable<PodAffinityTerm["labelSelector"]>,
  all: readonly NodeInfo[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { node, pods } of all) {
    const domain = node.metadata.labels?.[topologyKey];
    if (domain === undefined || !matchesNode(pod, node)) continue;
    const matching = pods.filter(
      (other) =>
        other.metadata.namespace === pod.metadata.namespace &&
        other.metadata.deletionTimestamp === undefined &&
        selects(selector, other.metadata.labels),
    );
    counts.set(domain, (counts.get(domain) ?? 0) + matching.length);
  }
  return counts;
}

function antiAffinityRefusals(pod: Pod, info: NodeInfo, all: readonly NodeInfo[]): Refusal[] {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  const apart = podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  if (apart.some((term) => neighbours(pod, term, info.node, all) > 0)) {
    return [{ reason: "node(s) didn't match pod anti-affinity rules", preemptible: true }];
  }
  const existing = info.pods.some((other) =>
    (other.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).some(
      (term) => term.topologyKey === HOSTNAME && matchesAffinityTerm(term, other, pod),
    ),
  );
  if (existing) {
    return [{ reason: "node(s) didn't satisfy existing pods anti-affinity rules", preemptible: true }];
  }
  const together = podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const lonely = together.filter((term) => neighbours(pod, term, info.node, all) === 0);
  // The first pod of a group that only wants to be with itself is let in.
  return lonely.some((term) => !matchesAffinityTerm(term, pod, pod) || existsAnywhere(pod, term, all))
    ? [fixed("node(s) didn't match pod affinity rules")]
    : [];
}

function matchesAffinityTerm(term: PodAffinityTerm, owner: Pod, candidate: Pod): boolean {
  const namespaces = term.namespaces ?? [owner.metadata.namespace];
  return (
    namespaces.includes(candidate.metadata.namespace ?? "") &&
    term.labelSelector !== undefined &&
    selects(term.labelSelector, candidate.metadata.labels)
  );
}

function existsAnywhere(pod: Pod, term: PodAffinityTerm, all: readonly NodeInfo[]): boolean {
  return all.some(({ pods }) => pods.some((other) => matchesAffinityTerm(term, pod, other)));
}

/** Pods that a term means in the topology domain of `node`. */
export function neighbours(pod: Pod, term: PodAffinityTerm, node: Node, all: readonly NodeInfo[]): number {
  const domain = node.metadata.labels?.[term.topologyKey];
  if (domain === undefined) return 0;
  return all
    .filter((other) => other.node.metadata.labels?.[term.topologyKey] === domain)
    .flatMap(({ pods }) => pods)
    .filter((other) => matchesAffinityTerm(term, pod, other)).length;
}
