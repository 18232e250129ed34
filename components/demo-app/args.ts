import type * as kubernetes from "@pulumi/kubernetes";
import type { Rollout } from "../rollout/index.ts";
import type { PodResources } from "../shared/pods/pod-resources.ts";
import { SERVING_DEFAULTS, type ServingArgs } from "../shared/pods/serving-args.ts";
import type { ServingTransforms } from "../shared/pods/serving-deployment.ts";
import type { ObjectTransform } from "../shared/transform.ts";
import type { DemoAppContent } from "./content.ts";

/** Defaults of {@link DemoAppArgs}. */
export const DEMO_APP_DEFAULTS = {
  replicas: 2,
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } },
  ...SERVING_DEFAULTS,
} as const satisfies Partial<DemoAppArgs>;

export interface DemoAppArgs extends ServingArgs {
  /**
   * What the app shows.
   * @example { type: "colour-page", heading: "Cluster 1", colour: "lightblue", cluster: "cluster-1" }
   */
  readonly content: DemoAppContent;
  /**
   * Pods in this cluster, from 0 to 1000.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Image, e.g. a copy in a registry of one's own; it must be of the same kind, see {@link DEMO_APPS}.
   * @default - the image of the content's type
   */
  readonly image?: string;
  /**
   * Resources of one pod.
   * @default - requests 50m CPU and 64Mi memory; limit 64Mi memory
   */
  readonly resources?: PodResources;
  /** Changes children where the args above do not reach. */
  readonly transform?: DemoAppTransforms;
}

/** One per child. */
export interface DemoAppTransforms extends ServingTransforms {
  readonly configMap?: ObjectTransform<kubernetes.types.input.core.v1.ConfigMap>;
}

/** Children of a {@link DemoApp}. */
export interface DemoAppNodes {
  /** Files of the colour page; undefined for other content. */
  readonly configMap: kubernetes.core.v1.ConfigMap | undefined;
  readonly podDisruptionBudget: kubernetes.policy.v1.PodDisruptionBudget;
  readonly deployment: kubernetes.apps.v1.Deployment;
  /** Undefined without `targetGroupBinding`, and without replicas. */
  readonly rollout: Rollout | undefined;
}
