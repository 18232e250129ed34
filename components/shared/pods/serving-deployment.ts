import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { LEFT_TO_ROLLOUT, Rollout, type RolloutTransforms } from "../../rollout/index.ts";
import { createObject } from "../child.ts";
import { defined } from "../defined.ts";
import { createDisruptionBudget } from "../disruption-budget.ts";
import type { ObjectTransform } from "../transform.ts";
import type { ResolvedServingArgs } from "./serving-args.ts";

/** Children that every workload has whose pods serve behind a load balancer. */
export interface ServingTransforms {
  readonly deployment?: ObjectTransform<kubernetes.types.input.apps.v1.Deployment>;
  readonly podDisruptionBudget?: ObjectTransform<kubernetes.types.input.policy.v1.PodDisruptionBudget>;
  /** Changes the children of the {@link Rollout}. */
  readonly rollout?: RolloutTransforms;
}

type Serving = ResolvedServingArgs & { readonly transform: ServingTransforms };

export function createServingBudget(
  parent: pulumi.Resource,
  name: string,
  { podDisruptionBudget, namespace, deploymentName, labels, transform }: Serving,
): kubernetes.policy.v1.PodDisruptionBudget {
  return createDisruptionBudget(parent, name, {
    budget: podDisruptionBudget,
    namespace,
    budgetName: deploymentName,
    labels,
    transform: transform.podDisruptionBudget,
  });
}

/** What of a Deployment depends on the workload. */
interface ServingDeployment {
  readonly replicas: number;
  /** How many pods of another rollout may be there besides those that are wanted. */
  readonly maxSurge: number | string;
  readonly pod: kubernetes.types.input.core.v1.PodSpec;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly opts?: pulumi.CustomResourceOptions;
}

/** What goes may come back while its pods still drain: their Deployment must not be in the way. */
const IN_BACKGROUND = { "pulumi.com/deletionPropagationPolicy": "background" } as const;

export function createServingDeployment(
  parent: pulumi.Resource,
  name: string,
  { deploymentName, namespace, labels, targetGroupBinding, transform }: Serving,
  { replicas, maxSurge, pod, annotations, opts }: ServingDeployment,
): kubernetes.apps.v1.Deployment {
  const waiting = targetGroupBinding === undefined ? undefined : LEFT_TO_ROLLOUT;
  return createObject(kubernetes.apps.v1.Deployment, `${name}-deployment`, {
    args: {
      metadata: {
        name: deploymentName,
        namespace,
        labels,
        annotations: { ...IN_BACKGROUND, ...annotations, ...waiting },
      },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        // A new pod must be healthy behind the load balancer before an old one goes.
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable: 0 } },
        template: { metadata: { labels }, spec: pod },
      },
    },
    opts: { parent, ...opts },
    transform: transform.deployment,
  });
}

/** Undefined where nothing registers the pods. */
export function createServingRollout(
  parent: pulumi.Resource,
  name: string,
  { targetGroupBinding, transform }: Serving,
  deployment: kubernetes.apps.v1.Deployment,
): Rollout | undefined {
  if (targetGroupBinding === undefined) return undefined;
  const args = { deployment, targetGroupBinding, ...defined({ transform: transform.rollout }) };
  return new Rollout(`${name}-rollout`, args, { parent });
}
