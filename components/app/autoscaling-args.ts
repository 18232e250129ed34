import { defined } from "../shared/defined.ts";

/** How fast the number of pods follows the load in one direction. */
export interface ScalingSpeed {
  /** Seconds, from 0 to 3600, for which a need must last before it is followed. */
  readonly stabilizationSeconds?: number;
  /** Pods, from 0 to 1000, within `periodSeconds` at most; of this and `maxPercent` the larger counts. */
  readonly maxPods?: number;
  /** Percent of the pods, from 0 to 1000, within `periodSeconds` at most. With 0 here and there it is never followed. */
  readonly maxPercent?: number;
  /** Seconds, from 1 to 1800. */
  readonly periodSeconds?: number;
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
   * @default { stabilizationSeconds: 300, maxPods: 1, maxPercent: 10, periodSeconds: 60 }
   */
  readonly scaleDown?: ScalingSpeed;
  /**
   * How fast pods are added.
   * @default { stabilizationSeconds: 0, maxPods: 4, maxPercent: 100, periodSeconds: 15 }
   */
  readonly scaleUp?: ScalingSpeed;
}

/** Defaults of {@link AutoscalingArgs}; those of `scaleUp` are Kubernetes' own, stated so that they stay. */
export const AUTOSCALING_DEFAULTS = {
  minReplicas: 2,
  cpuUtilization: 70,
  scaleDown: { stabilizationSeconds: 300, maxPods: 1, maxPercent: 10, periodSeconds: 60 },
  scaleUp: { stabilizationSeconds: 0, maxPods: 4, maxPercent: 100, periodSeconds: 15 },
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
