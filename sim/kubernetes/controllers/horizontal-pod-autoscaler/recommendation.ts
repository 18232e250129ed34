/** How many replicas one metric asks for: pkg/controller/podautoscaler/replica_calculator.go of kubernetes. */
import type { CurrentMetric, Pod, ResourceMetric } from "../../objects.ts";
import type { PodMetrics } from "../../pod-metrics.ts";
import { formatMilli, parseQuantity } from "../../quantity.ts";
import { milli, NoRecommendation, requestsOf, sum, usageOf, type ByPod, type Usage } from "./usage.ts";

/** A change smaller than this is not worth while: the controller's --horizontal-pod-autoscaler-tolerance. */
const TOLERANCE = 0.1;

/** What an autoscaler looks at. */
export interface Scene {
  readonly replicas: number;
  readonly pods: readonly Pod[];
  /** @throws NoRecommendation */
  metrics(resource: string): readonly PodMetrics[];
  readonly now: number;
}

export interface Recommendation {
  readonly replicas: number;
  /** As the reasons of events and conditions name the metric. */
  readonly metric: string;
  readonly current: CurrentMetric;
}

/** @throws NoRecommendation */
export function recommend({ name, target }: ResourceMetric["resource"], scene: Scene): Recommendation {
  const { averageUtilization, averageValue } = target;
  if (averageValue !== undefined) {
    return inWords(name, "usage", () => byUsage(name, milli(parseQuantity(averageValue) ?? 0), scene));
  }
  return inWords(name, "utilization", () => byUtilization(name, averageUtilization!, scene));
}

function inWords(name: string, what: string, compute: () => Recommendation): Recommendation {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof NoRecommendation)) throw error;
    throw new NoRecommendation(`failed to get ${name} ${what}: ${error.message}`);
  }
}

function byUtilization(name: string, target: number, scene: Scene): Recommendation {
  const usage = usageOf(name, scene.pods, scene.metrics(name), scene.now);
  const requests = requestsOf(name, scene.pods);
  const percent = (used: ByPod): number => utilization(used, requests);
  const [averageUtilization, average] = [percent(usage.used), mean(usage.used)];
  // Of a pod that cannot be told it is assumed that it uses all that it requests, where that speaks against fewer pods.
  const replicas = replicasFor(
    usage,
    scene.replicas,
    (used) => percent(used) / target,
    (pod) => Math.trunc((requests.get(pod)! * Math.max(100, target)) / 100),
  );
  return {
    replicas,
    metric: `${name} resource utilization (percentage of request)`,
    current: current(name, { averageUtilization, averageValue: formatMilli(average) }),
  };
}

function byUsage(name: string, target: number, scene: Scene): Recommendation {
  const usage = usageOf(name, scene.pods, scene.metrics(name), scene.now);
  const average = mean(usage.used);
  const replicas = replicasFor(
    usage,
    scene.replicas,
    (used) => mean(used) / target,
    () => target,
  );
  return {
    replicas,
    metric: `${name} resource`,
    current: current(name, { averageValue: formatMilli(average) }),
  };
}

function current(name: string, value: NonNullable<CurrentMetric["resource"]>["current"]): CurrentMetric {
  return { type: "Resource", resource: { name, current: value } };
}

/**
 * @param ratio of use to the target.
 * @param assumed use of a pod that cannot be told, where that speaks against fewer pods.
 */
function replicasFor(
  { used, ready, unready, missing }: Usage,
  present: number,
  ratio: (used: ByPod) => number,
  assumed: (pod: string) => number,
): number {
  const first = ratio(used);
  const rises = first > 1;
  if (missing.length === 0 && !(rises && unready.length > 0)) {
    return isTolerated(first) ? present : Math.ceil(first * ready);
  }
  const all: ByPod = new Map(used);
  if (first !== 1) for (const pod of missing) all.set(pod, rises ? 0 : assumed(pod));
  if (rises) for (const pod of unready) all.set(pod, 0);
  const second = ratio(all);
  if (isTolerated(second) || rises !== second > 1) return present;
  const replicas = Math.ceil(second * all.size);
  return rises ? Math.max(replicas, present) : Math.min(replicas, present);
}

function isTolerated(ratio: number): boolean {
  return ratio >= 1 - TOLERANCE && ratio <= 1 + TOLERANCE;
}

/** Percent of what the pods request. @throws NoRecommendation */
function utilization(used: ByPod, requests: ByPod): number {
  const requested = sum([...used.keys()].map((pod) => requests.get(pod) ?? 0));
  if (requested === 0) throw new NoRecommendation("no metrics returned matched known pods");
  return Math.trunc((sum(used.values()) * 100) / requested);
}

function mean(used: ByPod): number {
  return Math.trunc(sum(used.values()) / used.size);
}
