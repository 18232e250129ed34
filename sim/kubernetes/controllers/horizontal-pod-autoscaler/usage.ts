/**
 * The pods that an autoscaler looks at, and what they use: groupPods and calculatePodRequests in
 * pkg/controller/podautoscaler/replica_calculator.go of kubernetes. All quantities are in thousandths.
 */
import type { MeasuredUsage } from "../../kubelet/resource-usage.ts";
import type { Pod } from "../../objects.ts";
import type { PodMetrics } from "../../pod-metrics.ts";
import { findCondition, isTerminating } from "../../pods.ts";
import { parseQuantity } from "../../quantity.ts";

/** https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/: defaults of its options. */
const CPU_INITIALIZATION_MS = 5 * 60_000;
const INITIAL_READINESS_DELAY_MS = 30_000;

/** Why there is no number of replicas to recommend. */
export class NoRecommendation extends Error {}

/** Quantities by the name of the pod. */
export type ByPod = Map<string, number>;

/** Pods by what can be said of their use. */
export interface Usage {
  readonly used: ByPod;
  /** How many pods the figures are of. */
  readonly ready: number;
  readonly unready: readonly string[];
  readonly missing: readonly string[];
}

/** @throws NoRecommendation */
export function usageOf(
  resource: string,
  pods: readonly Pod[],
  metrics: readonly PodMetrics[],
  now: number,
): Usage {
  if (metrics.length === 0) {
    const words = `unable to get metrics for resource ${resource}: no metrics returned from resource metrics API`;
    throw new NoRecommendation(words);
  }
  if (pods.length === 0) {
    throw new NoRecommendation("no pods returned by selector while calculating replica count");
  }
  const measured = isMeasured(resource) ? metrics : [];
  const used: ByPod = new Map();
  const unready: string[] = [];
  const missing: string[] = [];
  for (const pod of pods) {
    const { name, uid } = pod.metadata;
    if (isTerminating(pod) || pod.status.phase === "Failed") continue;
    const containers = measured.find((entry) => entry.pod.metadata.uid === uid)?.containers;
    if (pod.status.phase === "Pending") unready.push(name);
    else if (containers === undefined) missing.push(name);
    else if (resource === "cpu" && isUnready(pod, containers[0]!, now)) unready.push(name);
    else used.set(name, sum(containers.map((container) => milli(container[resource as "cpu" | "memory"]))));
  }
  if (used.size === 0) {
    throw new NoRecommendation("did not receive metrics for targeted pods (pods might be unready)");
  }
  return { used, ready: used.size, unready, missing };
}

/** @throws NoRecommendation when a container requests nothing of the resource. */
export function requestsOf(resource: string, pods: readonly Pod[]): ByPod {
  return new Map(pods.map((pod) => [pod.metadata.name, requestOf(resource, pod)]));
}

export function milli(quantity: number): number {
  // Products of fractions may miss the whole number by a hair.
  return Math.ceil(Number((quantity * 1_000).toPrecision(12)));
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** metrics-server knows nothing of other resources. */
function isMeasured(resource: string): boolean {
  return resource === "cpu" || resource === "memory";
}

/** Figures of a pod that starts say nothing of how it will go on. */
function isUnready({ status }: Pod, { at, windowMs }: MeasuredUsage, now: number): boolean {
  const ready = findCondition(status.conditions, "Ready");
  if (ready === undefined || status.startTime === undefined) return true;
  const startedAt = Date.parse(status.startTime);
  const turnedAt = Date.parse(ready.lastTransitionTime ?? "");
  const isNotReady = ready.status === "False";
  if (startedAt + CPU_INITIALIZATION_MS > now) return isNotReady || at < turnedAt + windowMs;
  return isNotReady && startedAt + INITIAL_READINESS_DELAY_MS > turnedAt;
}

function requestOf(resource: string, { metadata, spec }: Pod): number {
  const requests = spec.containers.map(({ name, resources }) => {
    const request = resources?.requests?.[resource];
    if (request !== undefined) return milli(parseQuantity(request) ?? 0);
    const where = `in container ${name} of Pod ${metadata.name}`;
    throw new NoRecommendation(`missing request for ${resource} ${where}`);
  });
  return sum(requests);
}
