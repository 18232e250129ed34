import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createObject } from "../shared/child.ts";
import type { ObjectTransform } from "../shared/transform.ts";
import type { ResolvedAutoscaling, ScalingSpeed } from "./autoscaling-args.ts";

type Autoscaler = kubernetes.types.input.autoscaling.v2.HorizontalPodAutoscaler;
type Spec = kubernetes.types.input.autoscaling.v2.HorizontalPodAutoscalerSpec;
type ScalingRules = kubernetes.types.input.autoscaling.v2.HPAScalingRules;

/** The autoscaler of a Deployment, by whose name it goes. */
export function createAutoscaler(
  parent: pulumi.Resource,
  name: string,
  autoscaling: ResolvedAutoscaling,
  needs: {
    readonly deployment: kubernetes.apps.v1.Deployment;
    readonly transform: ObjectTransform<Autoscaler> | undefined;
  },
): kubernetes.autoscaling.v2.HorizontalPodAutoscaler {
  const { name: deploymentName, namespace } = needs.deployment.metadata;
  return createObject(kubernetes.autoscaling.v2.HorizontalPodAutoscaler, `${name}-autoscaler`, {
    args: {
      metadata: { name: deploymentName, namespace },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deploymentName },
        ...autoscalerSpec(autoscaling),
      },
    },
    opts: { parent },
    transform: needs.transform,
  });
}

function autoscalerSpec(args: ResolvedAutoscaling): Omit<Spec, "scaleTargetRef"> {
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

/** A step of 0 is none; the API server wants one at least, also where none counts. */
function scalingRules(speed: Required<ScalingSpeed>): ScalingRules {
  const { stabilizationSeconds, maxPods, maxPercent, periodSeconds } = speed;
  const steps = [
    { type: "Percent", value: maxPercent, periodSeconds },
    { type: "Pods", value: maxPods, periodSeconds },
  ].filter(({ value }) => value > 0);
  const isOff = steps.length === 0;
  return {
    stabilizationWindowSeconds: stabilizationSeconds,
    policies: isOff ? [{ type: "Pods", value: 1, periodSeconds }] : steps,
    selectPolicy: isOff ? "Disabled" : "Max",
  };
}
