import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createObject } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import type { ObjectTransform } from "../shared/transform.ts";

type AutoscalerSpec = kubernetes.types.input.autoscaling.v2.HorizontalPodAutoscalerSpec;
type ScalingRules = kubernetes.types.input.autoscaling.v2.HPAScalingRules;

/** What a step may change at most: pods, or percent of those that are there. */
export const STEP_TYPES = ["Pods", "Percent"] as const;

/** Which of several steps counts. */
export const STEP_CHOICES = ["Max", "Min", "Disabled"] as const;

/** What may be changed within a time. */
export interface ScalingStep {
  readonly type: (typeof STEP_TYPES)[number];
  /** Pods or percent, from 1 to 1000. */
  readonly value: number;
  /** Seconds, from 1 to 1800. */
  readonly periodSeconds: number;
}

/** How fast the number of pods follows the load in one direction. */
export interface ScalingSpeed {
  /** Seconds, from 0 to 3600, that a need must last before it is followed. */
  readonly stabilizationSeconds?: number;
  /** What may be changed at most. */
  readonly steps?: readonly ScalingStep[];
  /**
   * Whether the largest or the smallest step counts, or the number is not changed in this direction at all.
   * @default "Max"
   */
  readonly choose?: (typeof STEP_CHOICES)[number];
}

/**
 * Lets Kubernetes decide on the number of pods, by a HorizontalPodAutoscaler. It needs the cluster's metrics:
 * {@link MetricsServerAddon}.
 */
export interface AutoscalingArgs {
  /**
   * Fewest pods in this cluster, from 1 to 1000; a new app starts with them.
   * @default 2
   */
  readonly minReplicas?: number;
  /** Most pods in this cluster, from `minReplicas` to 1000. */
  readonly maxReplicas: number;
  /**
   * Use of CPU to aim at, in percent of what the pods request, from 1 to 1000.
   * @default - 70, unless `memoryUtilization` is given
   */
  readonly cpuUtilization?: number;
  /**
   * Use of memory to aim at, in percent of what the pods request, from 1 to 1000.
   * @default - memory is not looked at
   */
  readonly memoryUtilization?: number;
  /**
   * How fast pods are taken away. Each of them drains; so only few go at a time, once they were not needed for a while.
   * @default - after 5 minutes, a tenth of the pods in a minute, at least one
   */
  readonly scaleDown?: ScalingSpeed;
  /**
   * How fast pods are added.
   * @default - at once, twice as many or 4 more within 15 seconds
   */
  readonly scaleUp?: ScalingSpeed;
}

/** Defaults of {@link AutoscalingArgs}; those of `scaleUp` are Kubernetes' own, stated so that they stay. */
export const AUTOSCALING_DEFAULTS = {
  minReplicas: 2,
  cpuUtilization: 70,
  scaleDown: {
    stabilizationSeconds: 300,
    steps: [
      { type: "Percent", value: 10, periodSeconds: 60 },
      { type: "Pods", value: 1, periodSeconds: 60 },
    ],
    choose: "Max",
  },
  scaleUp: {
    stabilizationSeconds: 0,
    steps: [
      { type: "Percent", value: 100, periodSeconds: 15 },
      { type: "Pods", value: 4, periodSeconds: 15 },
    ],
    choose: "Max",
  },
} as const satisfies Partial<AutoscalingArgs>;

type Optional = "cpuUtilization" | "memoryUtilization";

/** {@link AutoscalingArgs} with their defaults. */
export type ResolvedAutoscaling = Required<Omit<AutoscalingArgs, Optional | "scaleDown" | "scaleUp">> &
  Pick<AutoscalingArgs, Optional> & {
    readonly scaleDown: Required<ScalingSpeed>;
    readonly scaleUp: Required<ScalingSpeed>;
  };

export function resolveAutoscaling(args: AutoscalingArgs): ResolvedAutoscaling {
  const { minReplicas, scaleDown, scaleUp } = AUTOSCALING_DEFAULTS;
  const onlyCpu = args.memoryUtilization === undefined ? AUTOSCALING_DEFAULTS.cpuUtilization : undefined;
  return {
    ...args,
    minReplicas: args.minReplicas ?? minReplicas,
    ...defined({ cpuUtilization: args.cpuUtilization ?? onlyCpu }),
    scaleDown: { ...scaleDown, ...args.scaleDown },
    scaleUp: { ...scaleUp, ...args.scaleUp },
  };
}

/** The autoscaler of a Deployment, by whose name it goes. */
export function createAutoscaler(
  parent: pulumi.Resource,
  name: string,
  autoscaling: ResolvedAutoscaling,
  {
    deployment,
    transform,
  }: {
    readonly deployment: kubernetes.apps.v1.Deployment;
    readonly transform:
      ObjectTransform<kubernetes.types.input.autoscaling.v2.HorizontalPodAutoscaler> | undefined;
  },
): kubernetes.autoscaling.v2.HorizontalPodAutoscaler {
  const { name: deploymentName, namespace } = deployment.metadata;
  return createObject(kubernetes.autoscaling.v2.HorizontalPodAutoscaler, `${name}-autoscaler`, {
    args: {
      metadata: { name: deploymentName, namespace },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deploymentName },
        ...autoscalerSpec(autoscaling),
      },
    },
    opts: { parent },
    transform,
  });
}

function autoscalerSpec(args: ResolvedAutoscaling): Omit<AutoscalerSpec, "scaleTargetRef"> {
  return {
    minReplicas: args.minReplicas,
    maxReplicas: args.maxReplicas,
    metrics: [...utilization("cpu", args.cpuUtilization), ...utilization("memory", args.memoryUtilization)],
    behavior: { scaleDown: scalingRules(args.scaleDown), scaleUp: scalingRules(args.scaleUp) },
  };
}

function utilization(name: string, averageUtilization: number | undefined) {
  if (averageUtilization === undefined) return [];
  return [{ type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization } } }];
}

function scalingRules({ stabilizationSeconds, steps, choose }: Required<ScalingSpeed>): ScalingRules {
  return {
    stabilizationWindowSeconds: stabilizationSeconds,
    policies: steps.map((step) => ({ ...step })),
    selectPolicy: choose,
  };
}
