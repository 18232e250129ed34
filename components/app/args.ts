import type * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Rollout } from "../rollout/index.ts";
import type { PodCredentials } from "../shared/identity/identity-args.ts";
import type { PolicyText } from "../shared/identity/service-account-role.ts";
import type { PodResources } from "../shared/pods/pod-resources.ts";
import { SERVING_DEFAULTS, type ServingArgs } from "../shared/pods/serving-args.ts";
import type { ServingTransforms } from "../shared/pods/serving-deployment.ts";
import type { Tags } from "../shared/tags.ts";
import type { ObjectTransform, Transform } from "../shared/transform.ts";
import { AUTOSCALING_DEFAULTS, type AutoscalingArgs } from "./autoscaling-args.ts";
import type { EnvSource, EnvValue } from "./environment.ts";
import type { FilesArgs } from "./files.ts";
import type { ProbedHealthCheck, ProbesArgs } from "./probes.ts";
import { SECURITY_DEFAULTS, type SecurityArgs } from "./security.ts";

/** When a node asks the registry for the image. */
export const IMAGE_PULL_POLICIES = ["Always", "IfNotPresent", "Never"] as const;

/** Defaults of {@link AppArgs}. */
export const APP_DEFAULTS = {
  replicas: 2,
  autoscaling: AUTOSCALING_DEFAULTS,
  resources: { requests: { cpu: "100m", memory: "128Mi" } },
  security: SECURITY_DEFAULTS,
  writablePaths: ["/tmp"],
  serviceAccount: { create: true, automountToken: false },
  ...SERVING_DEFAULTS,
} as const;

/** Who the pods are, in the cluster and in AWS. */
export interface ServiceAccountArgs {
  /**
   * Name of the service account.
   * @default - the name of the Deployment
   */
  readonly name?: string;
  /**
   * Whether to make the service account.
   * @default true
   */
  readonly create?: boolean;
  /**
   * Whether pods get a token for the Kubernetes API.
   * @default false
   */
  readonly automountToken?: boolean;
  /**
   * How the pods get an IAM role, which is made for them. A change rolls the pods over; the role trusts both ways meanwhile.
   * @default - they have no role
   * @example { type: "irsa", oidcIssuer: cluster.oidcIssuer, oidcProviderArn: cluster.oidcProviderArn }
   */
  readonly identity?: PodCredentials;
  /** Name of the EKS cluster; only with `identity`, which needs it. */
  readonly clusterName?: pulumi.Input<string>;
  /**
   * What the role may do: policy documents by name, as objects or JSON. They stand in the role, and go with it.
   * @default {}
   * @example { orders: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: queue.arn }] } }
   */
  readonly policies?: Readonly<Record<string, PolicyText>>;
  /**
   * ARNs of managed policies of the role, at most ten.
   * @default []
   */
  readonly managedPolicyArns?: readonly pulumi.Input<string>[];
  /**
   * Tags of the role.
   * @default - none
   */
  readonly tags?: Tags;
}

export interface AppArgs extends ServingArgs {
  /**
   * Image of the app; best with a digest or a tag that never moves.
   * @example "registry.example.com/shop:1.4.2"
   */
  readonly image: string;
  /**
   * When a node asks the registry for the image.
   * @default - Kubernetes': always for the tag `latest`, else where the node has none
   */
  readonly imagePullPolicy?: (typeof IMAGE_PULL_POLICIES)[number];
  /**
   * Names of Secrets in the app's namespace with credentials of registries. Nodes of EKS pull from ECR without.
   * @default []
   */
  readonly imagePullSecrets?: readonly string[];
  /**
   * Program of the container, in place of the image's.
   * @default - the image's
   */
  readonly command?: readonly pulumi.Input<string>[];
  /**
   * Arguments of the program.
   * @default - the image's
   */
  readonly args?: readonly pulumi.Input<string>[];
  /** Port on which the app serves, from 1 to 65535. Below 1024 it may need the capability NET_BIND_SERVICE. */
  readonly port: number;
  /**
   * Variables by name: texts, fields of the pod, keys of ConfigMaps and Secrets. Outputs stand in a Secret of the app's own;
   * other values of it roll the pods over, as other texts do.
   * @default {}
   * @example { LOG_LEVEL: "info", DB_PASSWORD: config.requireSecret("dbPassword"), POD_IP: { fieldRef: "status.podIP" } }
   */
  readonly env?: Readonly<Record<string, EnvValue>>;
  /**
   * ConfigMaps and Secrets of which all keys are variables; of two with one name the later counts, and `env` goes before them.
   * Their changes come with the next pods only.
   * @default []
   * @example [{ configMap: "shop-settings" }]
   */
  readonly envFrom?: readonly EnvSource[];
  /**
   * Files from ConfigMaps, Secrets or texts.
   * @default []
   * @example [{ path: "/etc/shop", content: { "shop.conf": "currency = EUR\n" } }]
   */
  readonly files?: readonly FilesArgs[];
  /**
   * Folders that the app may write to. They are empty at first, and gone with the pod.
   * @default ["/tmp"]
   */
  readonly writablePaths?: readonly string[];
  /**
   * The load balancer's health check: the probes ask for what it asks for.
   * @default - `GET /` on the container port
   */
  readonly healthCheck?: ProbedHealthCheck;
  /**
   * How the kubelet finds out whether the app has started, can serve and is alive.
   * @default - the health check, for each of them
   */
  readonly probes?: ProbesArgs;
  /**
   * Resources of one pod.
   * @default - requests 100m CPU and 128Mi memory, no limits
   */
  readonly resources?: PodResources;
  /**
   * Pods in this cluster, from 0 to 1000; or `autoscaling`. With 0, beside autoscaling too, there is no Deployment, and nothing
   * is waited for; all else of the app stays.
   *
   * It may be exchanged for `autoscaling`, and back, while the app runs: the number of pods stays as it is until the autoscaler
   * wants another one, or `replicas` says another one. An autoscaler that goes may still change the number in the update that
   * takes it away; for an exact number at once make it its `minReplicas` and `maxReplicas` first.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Lets Kubernetes decide on the number of pods; or `replicas`.
   * @default - as many as `replicas` says
   */
  readonly autoscaling?: AutoscalingArgs;
  /**
   * The user that the container has, and what it may do.
   * @default - what the Pod Security Standard `restricted` allows, without writing to the image's folders
   */
  readonly security?: SecurityArgs;
  /**
   * Who the pods are, in the cluster and in AWS.
   * @default - a service account of their own, without rights
   */
  readonly serviceAccount?: ServiceAccountArgs;
  /**
   * Labels of the nodes on which pods may run.
   * @default {}
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /**
   * Name of the PriorityClass of the pods.
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;
  /** Changes children where the args above do not reach. */
  readonly transform?: AppTransforms;
}

/** One per kind of child. */
export interface AppTransforms extends ServingTransforms {
  /** Changes the Secret of `env`. */
  readonly environment?: ObjectTransform<kubernetes.types.input.core.v1.Secret>;
  /** Changes the ConfigMaps of `files`. */
  readonly configMap?: ObjectTransform<kubernetes.types.input.core.v1.ConfigMap>;
  /** Changes the Secrets of `files`. */
  readonly secret?: ObjectTransform<kubernetes.types.input.core.v1.Secret>;
  readonly serviceAccount?: ObjectTransform<kubernetes.types.input.core.v1.ServiceAccount>;
  readonly role?: Transform<aws.iam.RoleArgs>;
  readonly rolePolicy?: Transform<aws.iam.RolePolicyAttachmentArgs>;
  readonly inlinePolicy?: Transform<aws.iam.RolePolicyArgs>;
  readonly podIdentityAssociation?: Transform<aws.eks.PodIdentityAssociationArgs>;
  readonly autoscaler?: ObjectTransform<kubernetes.types.input.autoscaling.v2.HorizontalPodAutoscaler>;
}

/** Children of an {@link App}. */
export interface AppNodes {
  /** Values of `env` that are Outputs; undefined where there are none. */
  readonly environment: kubernetes.core.v1.Secret | undefined;
  /** What holds the `content` of files, in their order. */
  readonly files: readonly (kubernetes.core.v1.ConfigMap | kubernetes.core.v1.Secret)[];
  /** Undefined with `serviceAccount.create` false. */
  readonly serviceAccount: kubernetes.core.v1.ServiceAccount | undefined;
  /** Undefined without `serviceAccount.identity`. */
  readonly role: aws.iam.Role | undefined;
  readonly rolePolicies: readonly aws.iam.RolePolicyAttachment[];
  readonly inlinePolicies: readonly aws.iam.RolePolicy[];
  /** Undefined without Pod Identity. */
  readonly podIdentityAssociation: aws.eks.PodIdentityAssociation | undefined;
  readonly podDisruptionBudget: kubernetes.policy.v1.PodDisruptionBudget;
  /** Undefined without replicas. */
  readonly deployment: kubernetes.apps.v1.Deployment | undefined;
  /** Undefined without `autoscaling`, and without replicas. */
  readonly autoscaler: kubernetes.autoscaling.v2.HorizontalPodAutoscaler | undefined;
  /** Undefined without `targetGroupBinding`, and without replicas. */
  readonly rollout: Rollout | undefined;
}
