/** What several metrics say together: computeReplicasForMetrics in pkg/controller/podautoscaler/horizontal.go of kubernetes. */
import type { CurrentMetric, ResourceMetric } from "../../objects.ts";
import type { Words } from "./limits.ts";
import { recommend, type Recommendation, type Scene } from "./recommendation.ts";
import { NoRecommendation } from "./usage.ts";

export interface Outcome {
  /** Undefined where nothing can be recommended. */
  readonly replicas?: number;
  /** The metric that asks for so many. */
  readonly metric: string;
  /** For the status. */
  readonly metrics: readonly CurrentMetric[] | null;
  /** Why nothing can be recommended. */
  readonly failure?: string;
}

interface ReadMetrics extends Outcome {
  readonly scalingActive: Words;
  /** What is wrong with each metric that could not be read. */
  readonly failures: readonly string[];
}

/** How the status shows a metric that could not be read. */
const NO_VALUE: CurrentMetric = { type: "" };

/** The metric counts that asks for most; as long as one cannot be read there is no way down. */
export function outcomeOf(wanted: readonly ResourceMetric[], scene: Scene): ReadMetrics {
  const readings = wanted.map((metric) => read(metric, scene));
  const metrics = readings.map(({ result }) => (typeof result === "string" ? NO_VALUE : result.current));
  const failed = readings.filter(({ result }) => typeof result === "string");
  const failures = failed.map(({ result }) => result as string);
  const most = strongest(readings);
  const [first] = failed;
  if (most === undefined || (first !== undefined && most.replicas < scene.replicas)) {
    const message = `the HPA was unable to compute the replica count: ${failures[0]}`;
    const cause = `failed to get ${first!.resource} resource metric value: ${failures[0]}`;
    const failure = `invalid metrics (${failed.length} invalid out of ${readings.length}), first error is: ${cause}`;
    const scalingActive = { reason: "FailedGetResourceMetric", message };
    return { metric: "", metrics, failure, failures, scalingActive };
  }
  const message = `the HPA was able to successfully calculate a replica count from ${most.metric}`;
  const scalingActive = { reason: "ValidMetricFound", message };
  return { replicas: most.replicas, metric: most.metric, metrics, failures, scalingActive };
}

/** What a metric says, or why it says nothing. */
interface Reading {
  readonly resource: string;
  readonly result: Recommendation | string;
}

function read({ resource }: ResourceMetric, scene: Scene): Reading {
  try {
    return { resource: resource.name, result: recommend(resource, scene) };
  } catch (error) {
    if (!(error instanceof NoRecommendation)) throw error;
    return { resource: resource.name, result: error.message };
  }
}

function strongest(readings: readonly Reading[]): Recommendation | undefined {
  const [first, ...others] = readings.flatMap(({ result }) => (typeof result === "string" ? [] : [result]));
  return others.reduce(
    (best, one) => (best !== undefined && one.replicas > best.replicas ? one : best),
    first,
  );
}
