import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { DEFAULT_KUBERNETES_VERSION, type KubernetesVersion } from "../eks-cluster/kubernetes-versions.ts";
import type { LivingCluster } from "../eks-cluster/living-cluster.ts";
import type { Tags } from "../shared/tags.ts";
import type { Toleration } from "../shared/tolerations.ts";
import type { Transform } from "../shared/transform.ts";

/** Defaults of {@link MetricsServerAddonArgs}. */
export const METRICS_SERVER_DEFAULTS = {
  kubernetesVersion: DEFAULT_KUBERNETES_VERSION,
  replicas: 2,
} as const satisfies Partial<MetricsServerAddonArgs>;

export interface MetricsServerAddonArgs {
  /** Name of the EKS cluster. */
  readonly clusterName: pulumi.Input<string>;
  /**
   * Kubernetes version of the cluster, with which the version of the add-on goes, see {@link KUBERNETES_VERSIONS}.
   * @default "1.35"
   */
  readonly kubernetesVersion?: KubernetesVersion;
  /**
   * Version of the add-on.
   * @default - a fixed one that goes with the Kubernetes version, or the one that is there, if `living` tells of a newer one
   * @example "v0.9.0-eksbuild.11"
   */
  readonly version?: string;
  /**
   * The cluster as it is: a newer version of the add-on there stays.
   * @default - nothing is known of it
   */
  readonly living?: LivingCluster;
  /**
   * Pods, from 1 to 5. One works, the others stand by: while none does, autoscalers change nothing.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Tolerations of the pods, for clusters whose nodes all have taints.
   * @default []
   * @example [{ key: "dedicated", value: "system", effect: "NoSchedule" }]
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * Further configuration, of the form that `aws eks describe-addon-configuration` shows; it goes before `replicas` and
   * `tolerations`.
   * @default {}
   * @example { resources: { requests: { cpu: "200m" } } }
   */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /**
   * What its pods need to run: nodes.
   * @default []
   * @example cluster.ready
   */
  readonly podsDependOn?: readonly pulumi.Resource[];
  /**
   * Tags of the add-on.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes the add-on where the args above do not reach. */
  readonly transform?: MetricsServerAddonTransforms;
}

export interface MetricsServerAddonTransforms {
  readonly addon?: Transform<aws.eks.AddonArgs>;
}

/** Children of a {@link MetricsServerAddon}. */
export interface MetricsServerAddonNodes {
  readonly addon: aws.eks.Addon;
}
