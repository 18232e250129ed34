import type { KubeObject } from "../types.ts";
import type { Condition } from "./common.ts";

/** How fast an autoscaler may go one way. */
export interface ScalingRules {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy: "Max" | "Min" | "Disabled";
  readonly policies: readonly {
    readonly type: "Pods" | "Percent";
    readonly value: number;
    readonly periodSeconds: number;
  }[];
  readonly tolerance?: string | number;
}

/** What of the pods counts, in sum over their containers. Other sources of metrics are not simulated. */
export interface ResourceMetric {
  readonly type: "Resource";
  readonly resource: {
    readonly name: string;
    readonly target: {
      readonly type: "Utilization" | "Value" | "AverageValue";
      /** Percent of what the pods request. */
      readonly averageUtilization?: number;
      readonly averageValue?: string | number;
      readonly value?: string | number;
    };
  };
}

export interface ScaleTarget {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
}

/** A metric as the status shows it; only its type, and that empty, where there is no value. */
export interface CurrentMetric {
  readonly type: "Resource" | "";
  readonly resource?: {
    readonly name: string;
    readonly current: { readonly averageUtilization?: number; readonly averageValue: string };
  };
}

export interface HorizontalPodAutoscaler extends KubeObject {
  readonly spec: {
    readonly scaleTargetRef: ScaleTarget;
    readonly minReplicas: number;
    readonly maxReplicas: number;
    readonly metrics: readonly ResourceMetric[];
    readonly behavior?: { readonly scaleUp: ScalingRules; readonly scaleDown: ScalingRules };
  };
  readonly status: {
    readonly currentReplicas?: number;
    readonly desiredReplicas: number;
    readonly lastScaleTime?: string;
    readonly currentMetrics?: readonly CurrentMetric[] | null;
    readonly conditions?: readonly Condition[];
  };
}

declare module "../types.ts" {
  interface Kinds {
    "autoscaling/v2/HorizontalPodAutoscaler": HorizontalPodAutoscaler;
  }
}
