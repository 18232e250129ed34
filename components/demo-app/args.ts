import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Rollout, RolloutTransforms } from "../rollout/index.ts";
import type { DisruptionBudget } from "../shared/disruption-budget.ts";
import type { Toleration } from "../shared/tolerations.ts";
import type { ObjectTransform } from "../shared/transform.ts";
import type { DemoAppContent } from "./content.ts";
import type { PodResources } from "./pod-resources.ts";

/** Defaults of {@link DemoAppArgs}. */
export const DEMO_APP_DEFAULTS = {
  replicas: 2,
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } },
  preStopSeconds: 30,
  drainSeconds: 30,
  podDisruptionBudget: { maxUnavailable: 1 },
} as const satisfies Partial<DemoAppArgs>;

export interface DemoAppArgs {
  /**
   * What the app shows.
   * @example { type: "colour-page", heading: "Cluster 1", colour: "lightblue", cluster: "cluster-1" }
   */
  readonly content: DemoAppContent;
  /** Namespace of the app. */
  readonly namespace: pulumi.Input<string>;
  /**
   * Name of the TargetGroupBinding that registers the pods, see {@link MultiClusterIngress.bindingName}. With it an
   * update succeeds only if they are registered and, with readiness gates, healthy; otherwise it tells why,
   * see {@link Rollout}.
   * @default - an update waits for the pods alone
   */
  readonly targetGroupBinding?: pulumi.Input<string>;
  /**
   * Selector of the binding's Service, {@link MultiClusterIngress.selector}: `labels` must contain it.
   * @default - not looked at
   */
  readonly serviceSelector?: Readonly<Record<string, string>>;
  /**
   * Name of the Deployment.
   * @default - the component's name
   */
  readonly deploymentName?: string;
  /**
   * Labels of the pods, by which the Service finds them. Other labels replace the Deployment.
   * @default - `app.kubernetes.io/name`: name of the Deployment
   */
  readonly labels?: Readonly<Record<string, string>>;
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
  /**
   * Tolerations of the pods, for nodes with taints.
   * @default []
   * @example [{ key: "dedicated", value: "web", effect: "NoSchedule" }]
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * Seconds, from 0 to 300, that a pod goes on serving after it was told to stop: time for the load balancer to hear
   * that no new requests must go there. A node that goes may take the controller's leader with it: another one takes over
   * when its lease has run out, after 15 seconds, and deregisters the pod only then.
   * @default 30
   */
  readonly preStopSeconds?: number;
  /**
   * Seconds, from 0 to 3600, that requests in flight may still take after that: the deregistration delay of the target
   * group.
   * @default 30
   */
  readonly drainSeconds?: number;
  /**
   * How many pods voluntary disruptions (a node being drained) must leave or may take: one at least. Pods that are not
   * ready do not count, so that a node can be drained while the load balancer finds none healthy.
   * @default { maxUnavailable: 1 }
   */
  readonly podDisruptionBudget?: DisruptionBudget;
  /** Changes children where the args above do not reach. */
  readonly transform?: DemoAppTransforms;
}

/** One per child. */
export interface DemoAppTransforms {
  readonly configMap?: ObjectTransform<kubernetes.types.input.core.v1.ConfigMap>;
  readonly deployment?: ObjectTransform<kubernetes.types.input.apps.v1.Deployment>;
  readonly podDisruptionBudget?: ObjectTransform<kubernetes.types.input.policy.v1.PodDisruptionBudget>;
  /** Changes the children of the {@link Rollout}. */
  readonly rollout?: RolloutTransforms;
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
