import type * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsPartition } from "../shared/iam.ts";
import type { PodCredentials } from "../shared/identity/identity-args.ts";
import type { IngressClassArgs } from "../shared/load-balancer/ingress-class.ts";
import type { Tags } from "../shared/tags.ts";
import type { Toleration } from "../shared/tolerations.ts";
import type { ObjectTransform, Transform } from "../shared/transform.ts";
import type { LbcCrd } from "./crds.ts";
import { DEFAULT_LBC_VERSION, type LbcVersion } from "./versions.ts";

/** Defaults of {@link LbcAddonArgs}. */
export const LBC_ADDON_DEFAULTS = {
  partition: "aws",
  version: DEFAULT_LBC_VERSION,
  createCrds: true,
  replicas: 2,
  // What the maintainers' scaling guide starts from (docs/deploy/scaling.md), without a CPU limit: a throttled
  // webhook fails other people's requests.
  resources: { requests: { cpu: "100m", memory: "200Mi" }, limits: { memory: "500Mi" } },
  nlbServices: false,
  shield: true,
} as const satisfies Partial<LbcAddonArgs>;

export interface LbcAddonArgs {
  /** Name of the EKS cluster. The controller marks what it makes in AWS with it. */
  readonly clusterName: pulumi.Input<string>;
  /** Region of the cluster. With `vpcId` it spares the controller the instance metadata service at its start. */
  readonly region: pulumi.Input<string>;
  /** VPC in which the controller makes load balancers. */
  readonly vpcId: pulumi.Input<string>;
  /**
   * Security group that every load balancer of this controller carries towards its pods, see
   * {@link BackendSecurityGroup}. The controller neither makes nor deletes one of its own.
   */
  readonly backendSecurityGroupId: pulumi.Input<string>;
  /**
   * How the controller gets its AWS credentials.
   * @example { type: "irsa", oidcIssuer: cluster.oidcIssuer, oidcProviderArn: cluster.oidcProviderArn }
   */
  readonly identity: PodCredentials;
  /**
   * What the controller's pods need to run: nodes and add-ons. All else of the component is made without waiting for them.
   * @default []
   * @example cluster.ready
   */
  readonly podsDependOn?: readonly pulumi.Resource[];
  /**
   * ARN of a policy to use instead of making one: clusters of one account share one. It must suit `version`.
   * @default - a policy of exactly this version
   */
  readonly existingPolicyArn?: pulumi.Input<string>;
  /**
   * ARN of the VPC to whose security groups the policy limits the opening of nodes towards load balancers. Not together
   * with `existingPolicyArn`.
   * @default - security groups of the whole account, as in the policy that the controller's maintainers publish
   */
  readonly restrictToVpcArn?: pulumi.Input<string>;
  /**
   * ARNs of further policies of the controller's role, at most nine: what its own does not cover.
   * @default []
   */
  readonly additionalPolicyArns?: readonly pulumi.Input<string>[];
  /**
   * Partition of the account, for the ARNs in the policy.
   * @default "aws"
   */
  readonly partition?: AwsPartition;
  /**
   * Release of the controller: chart, image, CRDs and policy together, see {@link LBC_RELEASES}.
   * @default "3.5.0"
   */
  readonly version?: LbcVersion;
  /**
   * Repository of the controller's image, without a tag, in a registry that the nodes can reach. It holds copies of
   * `public.ecr.aws/eks/aws-load-balancer-controller` with the same tags, of which that of `version` is used.
   * @default - as in the chart, public.ecr.aws/eks/aws-load-balancer-controller, which is on the internet
   * @example "111122223333.dkr.ecr.ap-northeast-2.amazonaws.com/eks/aws-load-balancer-controller"
   */
  readonly imageRepository?: string;
  /**
   * Where Pulumi gets the chart, for those who run it without a way to `https://aws.github.io/eks-charts`.
   * @default - https://aws.github.io/eks-charts
   * @example { url: "oci://111122223333.dkr.ecr.ap-northeast-2.amazonaws.com/charts" }
   */
  readonly chartRepository?: ChartRepository;
  /**
   * Whether to make the CRDs of TargetGroupBinding and IngressClassParams. They outlive the component: with a CRD go
   * all its objects, those of others too. So say false where an earlier controller left them on the cluster; bring
   * those of another release up to date by hand then. They have the fields, defaults and rules of upstream's, but no
   * descriptions: `kubectl explain` shows names and types alone, see `crds`.
   * @default true
   */
  readonly createCrds?: boolean;
  /**
   * CRDs of `version` to make in place of those that this package states: upstream's own, which have descriptions for
   * `kubectl explain`, as {@link readLbcCrds} reads them from their file. The resources are the same either way: a change
   * updates the CRDs in place, and no TargetGroupBinding notices.
   * @default - as this package states them
   * @example await readLbcCrds("crds-v3.5.0.yaml", { version: "3.5.0" })
   */
  readonly crds?: readonly LbcCrd[];
  /**
   * The kinds of the Gateway API on the cluster, for which the controller looks when it starts: its pods wait for them, and are
   * replaced when they come to a cluster where the controller runs, or are of another version.
   * @default - none; the controller serves Ingresses alone
   * @example new GatewayApi("myeks-gateway-api", {}, { providers: [cluster.provider] })
   */
  readonly gatewayApi?: GatewayDefinitions;
  /**
   * Pods of the controller, from 1 to 5. One works, the others stand by and answer webhooks. From 2 on a
   * PodDisruptionBudget keeps all but one of them through voluntary disruptions.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Resources of one controller pod.
   * @default - requests 100m CPU and 200Mi memory; limit 500Mi memory
   */
  readonly resources?: ControllerResources;
  /**
   * Tolerations of the controller's pods, for clusters whose nodes all have taints.
   * @default []
   * @example [{ key: "dedicated", value: "system", effect: "NoSchedule" }]
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * Whether Services of type LoadBalancer become Network Load Balancers of this controller. This lets a webhook of the
   * controller look at every new Service of the cluster, none of which can be made while no controller pod is ready.
   * @default false
   */
  readonly nlbServices?: boolean;
  /**
   * The IngressClass that the controller serves, and what it decides for all its Ingresses, whatever their annotations say.
   * Where it decides anything, new Ingresses that name their class by the annotation `kubernetes.io/ingress.class`, which
   * would get around it, are refused. What this cluster's own shared Ingress says must agree, see
   * {@link CreateIngressArgs.ingressClass}.
   * @default - class `alb`, which decides nothing
   * @example { scheme: "internal", inboundCidrs: ["10.0.0.0/8"], tags: { team: "platform" } }
   */
  readonly ingressClass?: IngressClassArgs;
  /**
   * Whether the controller looks after AWS Shield Advanced. Without it the controller spares a call that nothing answers
   * where there is no way to the internet, as Shield has no VPC endpoint.
   * @default true
   * @see https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
   */
  readonly shield?: boolean;
  /**
   * Tags of the IAM role and policy, and of everything that the controller makes in AWS.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes children where the args above do not reach. */
  readonly transform?: LbcAddonTransforms;
}

/** What a {@link GatewayApi} has brought to a cluster. */
export interface GatewayDefinitions {
  /** Release of the Gateway API. */
  readonly version: string;
  /** Release of the controller whose own kinds are there beside it. */
  readonly controllerVersion: LbcVersion;
  /** What the controller's pods wait for. */
  readonly ready: readonly pulumi.Resource[];
}

/** A copy of the chart `aws-load-balancer-controller`. */
export interface ChartRepository {
  /**
   * Address of a chart repository, `https://charts.example.com`, or the folder of the chart in a registry,
   * `oci://registry.example.com/charts`. For a registry that wants credentials whoever runs Pulumi logs in by
   * `helm registry login` before.
   */
  readonly url: string;
  /**
   * User of a chart repository; not for registries.
   * @default - none
   */
  readonly username?: pulumi.Input<string>;
  /**
   * Password of the user. It is a secret in Pulumi's state, whether it is given as one or not.
   * @default - none
   */
  readonly password?: pulumi.Input<string>;
}

/** Kubernetes quantities, e.g. `100m`, `200Mi`. */
export interface ControllerResources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu?: string; readonly memory: string };
}

/** One per kind of child. */
export interface LbcAddonTransforms {
  readonly crd?: ObjectTransform<kubernetes.types.input.apiextensions.v1.CustomResourceDefinition>;
  readonly policy?: Transform<aws.iam.PolicyArgs>;
  readonly role?: Transform<aws.iam.RoleArgs>;
  readonly rolePolicy?: Transform<aws.iam.RolePolicyAttachmentArgs>;
  readonly podIdentityAssociation?: Transform<aws.eks.PodIdentityAssociationArgs>;
  readonly serviceAccount?: ObjectTransform<kubernetes.types.input.core.v1.ServiceAccount>;
  readonly release?: Transform<kubernetes.helm.v3.ReleaseArgs>;
  readonly ingressClassParams?: ObjectTransform<IngressClassParamsArgs>;
  readonly ingressClass?: ObjectTransform<kubernetes.types.input.networking.v1.IngressClass>;
}

/** What a caller's transform sees of the IngressClassParams. */
export interface IngressClassParamsArgs {
  readonly metadata: kubernetes.types.input.meta.v1.ObjectMeta;
  readonly spec: object;
}

/** Children of an {@link LbcAddon}. */
export interface LbcAddonNodes {
  /** Empty with `createCrds` false. */
  readonly crds: readonly kubernetes.apiextensions.v1.CustomResourceDefinition[];
  /** Undefined with `existingPolicyArn`. */
  readonly policy: aws.iam.Policy | undefined;
  readonly role: aws.iam.Role;
  /** The controller's own policy first. */
  readonly rolePolicies: readonly aws.iam.RolePolicyAttachment[];
  /** Undefined without Pod Identity. */
  readonly podIdentityAssociation: aws.eks.PodIdentityAssociation | undefined;
  readonly serviceAccount: kubernetes.core.v1.ServiceAccount;
  readonly release: kubernetes.helm.v3.Release;
  /** Undefined where the class decides nothing. */
  readonly ingressClassParams: kubernetes.apiextensions.CustomResource | undefined;
  readonly ingressClass: kubernetes.networking.v1.IngressClass;
}
