import type { ArgsCheck, Range } from "../shared/args-check.ts";
import { requested } from "../shared/pods/pod-resources.ts";
import {
  STEP_CHOICES,
  STEP_TYPES,
  type AutoscalingArgs,
  type ResolvedAutoscaling,
  type ScalingSpeed,
} from "./autoscaling.ts";
import type { ResolvedAppArgs } from "./resolve.ts";

/** An autoscaler that could go to none, or more than a Deployment of ours has. */
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
      `is ${percent} percent of a request that pods do not have; set resources.requests.${resource}`,
    );
  }
}

function checkSpeed(check: ArgsCheck<ScalingSpeed>): void {
  check.integer("stabilizationSeconds", { min: 0, max: 3_600 });
  check.oneOf("choose", STEP_CHOICES);
  if (check.args.steps?.length === 0) check.add("steps", 'is empty; give one, or choose "Disabled"');
  for (const step of check.each("steps")) {
    step.oneOf("type", STEP_TYPES);
    step.integer("value", PERCENT);
    step.integer("periodSeconds", { min: 1, max: 1_800 });
  }
}
