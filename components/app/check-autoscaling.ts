import type { ArgsCheck, Range } from "../shared/args-check.ts";
import { requested } from "../shared/pods/pod-resources.ts";
import type { AutoscalingArgs, ResolvedAutoscaling, ScalingSpeed } from "./autoscaling-args.ts";
import type { ResolvedAppArgs } from "./resolve.ts";

/** An autoscaler cannot go to none. */
const PODS: Range = { min: 1, max: 1_000 };

const PERCENT: Range = { min: 1, max: 1_000 };

/**
 * Notes an autoscaler that Kubernetes would refuse, or that could not compute anything.
 * https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/
 */
export function checkAutoscaling(check: ArgsCheck<ResolvedAppArgs>): void {
  const autoscaling = check.at("autoscaling");
  if (autoscaling === undefined) return;
  const { replicas } = check.args;
  if (replicas !== undefined && replicas !== 0) {
    check.add(
      "replicas",
      `is ${replicas} beside autoscaling, which decides on the number of pods; leave one of the two out`,
    );
  }
  checkRange(autoscaling);
  checkMetrics(autoscaling, check.args);
  checkSpeed(autoscaling.at("scaleDown")!);
  checkSpeed(autoscaling.at("scaleUp")!);
}

function checkRange(check: ArgsCheck<ResolvedAutoscaling>): void {
  const { minReplicas, maxReplicas } = check.args;
  check.integer("minReplicas", PODS);
  check.integer("maxReplicas", PODS);
  if (minReplicas > maxReplicas) {
    check.add(
      "minReplicas",
      `is ${minReplicas}, more than maxReplicas ${maxReplicas}; lower it or raise maxReplicas`,
    );
  }
}

const METRICS = { cpuUtilization: "cpu", memoryUtilization: "memory" } as const satisfies Partial<
  Record<keyof AutoscalingArgs, "cpu" | "memory">
>;

function checkMetrics(check: ArgsCheck<ResolvedAutoscaling>, { resources }: ResolvedAppArgs): void {
  for (const [key, resource] of Object.entries(METRICS) as [keyof typeof METRICS, "cpu" | "memory"][]) {
    const percent = check.args[key];
    if (percent === undefined || !check.integer(key, PERCENT)) continue;
    if (requested(resources, resource) !== undefined) continue;
    check.add(
      key,
      `is ${percent} percent of a request that the pods do not make; set resources.requests.${resource}`,
    );
  }
}

function checkSpeed(check: ArgsCheck<ScalingSpeed>): void {
  check.integer("stabilizationSeconds", { min: 0, max: 3_600 });
  check.integer("maxPods", { min: 0, max: 1_000 });
  check.integer("maxPercent", { min: 0, max: 1_000 });
  check.integer("periodSeconds", { min: 1, max: 1_800 });
}
