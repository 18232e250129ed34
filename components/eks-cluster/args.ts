import type * as aws from "@pulumi/aws";
import type * as eks from "@pulumi/eks";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags.ts";
import type { Transform } from "../shared/transform.ts";
import type { TokenCredentials } from "./kubeconfig.ts";
import { DEFAULT_KUBERNETES_VERSION, type KubernetesVersion } from "./kubernetes-versions.ts";
import type { LivingCluster } from "./living-cluster.ts";
import type { NodeGroupArgs, SubnetTier } from "./node-groups.ts";
import type { PodNetworking } from "./pod-networking.ts";

/** Protocols of a rule; -1 is every one. */
export const RULE_PROTOCOLS = ["tcp", "udp", "icmp", "-1"] as const;

/** What EKS can do at the end of a version's standard support. */
export const SUPPORT_TYPES = ["STANDARD", "EXTENDED"] as const;

/** Logs that a control plane can write. */
export const CONTROL_PLANE_LOGS = [
  "api",
  "audit",
  "authenticator",
  "controllerManager",
  "scheduler",
] as const;

/** Defaults of {@link EksClusterArgs}. */
export const EKS_CLUSTER_DEFAULTS = {
  kubernetesVersion: DEFAULT_KUBERNETES_VERSION,
  supportType: "STANDARD",
  controlPlaneSubnets: "public",
  endpointPublicAccess: true,
  endpointPrivateAccess: true,
  publicAccessCidrs: ["0.0.0.0/0"],
  nodeGroups: [{ name: "ng", labels: { tier: "primary" } }],
  podNetworking: { mode: "secondary-ip", warmEniTarget: 1 },
  deletionProtection: false,
} as const satisfies Partial<EksClusterArgs>;

/** The network of a cluster; a {@link Vpc} is one. */
export interface ClusterNetwork {
  readonly vpcId: pulumi.Input<string>;
  readonly publicSubnetIds: pulumi.Input<string[]>;
  readonly privateSubnetIds: pulumi.Input<string[]>;
  /**
   * Blocks of the public subnets. With them a node group whose pods cannot fit is refused before anything is made.
   * @default - unknown, nothing is refused
   */
  readonly publicSubnetCidrBlocks?: pulumi.Input<string[]>;
  /**
   * Blocks of the private subnets, for the same check.
   * @default - unknown, nothing is refused
   */
  readonly privateSubnetCidrBlocks?: pulumi.Input<string[]>;
  /**
   * Subnets for pods by zone, for custom networking that names none.
   * @default - none
   */
  readonly podSubnetIds?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Blocks of the subnets in a zone that bear the tag `kubernetes.io/role/cni`, for the check of whether pods fit; in other zones
   * they are as large. The first is that of `podSubnetIds`.
   * @default - none
   */
  readonly podSubnetCidrBlocks?: pulumi.Input<string[]>;
  /**
   * What must be there before nodes start, such as VPC endpoints.
   * @default []
   */
  readonly endpoints?: readonly pulumi.Resource[];
}

/** An IAM principal that may use the cluster's Kubernetes API. */
export interface AccessEntry {
  /**
   * IAM role or user, one entry for each. A plain text, as the entry's resource is named after it.
   * @example "arn:aws:iam::111122223333:role/developers"
   */
  readonly principalArn: string;
  /**
   * Access policies of EKS that the principal gets, by their names.
   * @default - none; the principal has only what RBAC grants its groups
   * @example [{ policy: "AmazonEKSViewPolicy", namespaces: ["game-2048"] }]
   */
  readonly policies?: readonly AccessPolicy[];
  /**
   * Kubernetes groups of the principal, for RBAC.
   * @default - none
   */
  readonly kubernetesGroups?: readonly string[];
}

export interface AccessPolicy {
  /**
   * Name of the policy, see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
   * @example "AmazonEKSClusterAdminPolicy"
   */
  readonly policy: string;
  /**
   * Namespaces in which it holds. Others take the policy away until a further `pulumi up --refresh`: Pulumi associates it
   * again before it ends the association that was there, and EKS has one of both.
   * @default - the whole cluster
   */
  readonly namespaces?: readonly string[];
}

/** An inbound rule of the nodes' extra security group. */
export interface NodeSecurityGroupRule {
  readonly description: pulumi.Input<string>;
  readonly protocol: (typeof RULE_PROTOCOLS)[number];
  /** First port, or ICMP type; 0 for protocol -1. */
  readonly fromPort: number;
  /** Last port, or ICMP code; 0 for protocol -1. */
  readonly toPort: number;
  /** IPv4 blocks that may connect. */
  readonly cidrBlocks: readonly string[];
}

/** What EKS installs for an add-on. */
export interface AddonArgs {
  /**
   * Version of the add-on. vpc-cni goes up and down by one minor version at a time.
   * @default - a fixed one that goes with the cluster's Kubernetes version, or the one that is there, if that is newer
   * @example "v1.21.1-eksbuild.3"
   */
  readonly version?: string;
  /**
   * Configuration, of the form that `aws eks describe-addon-configuration` shows. For vpc-cni it is merged over that of
   * `podNetworking`. To take one away write an empty mapping, `{}`: AWS's provider leaves the present configuration
   * alone when none is given.
   * @default - the add-on's own, or what was set before
   */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** Add-ons of a cluster. */
export interface AddonsArgs {
  /** Network plugin, installed before the nodes. @default - installed, see {@link AddonArgs.version} */
  readonly vpcCni?: AddonArgs;
  /** Service addresses, installed before the nodes. @default - installed, see {@link AddonArgs.version} */
  readonly kubeProxy?: AddonArgs;
  /** Cluster DNS, installed when there are nodes to run it. @default - installed, see {@link AddonArgs.version} */
  readonly coredns?: AddonArgs;
  /** Credentials for pods by Pod Identity associations, installed when there are nodes. @default - not installed */
  readonly podIdentityAgent?: AddonArgs | boolean;
}

export interface EksClusterArgs {
  /**
   * Name of the cluster in AWS: letters, digits, hyphens and underscores, at most 100. A plain text, as the name is part
   * of other names and decides which resources there are. Changing it replaces the cluster.
   * @example "myeks"
   */
  readonly name: string;
  /** VPC and subnets of the cluster. */
  readonly network: ClusterNetwork;
  /**
   * Kubernetes version: 1.36, 1.35 or 1.34. One past its standard support (1.34 from 2026-12-03, 1.35 from 2027-03-28, 1.36
   * from 2027-08-03) wants `supportType` EXTENDED. Clusters go up by one minor version at a time, and never down; add-ons of
   * no given version follow.
   * @default "1.35"
   */
  readonly kubernetesVersion?: KubernetesVersion;
  /**
   * What EKS does at the end of a version's standard support: `STANDARD` upgrades the cluster, `EXTENDED` keeps the
   * version for another year at six times the price per hour.
   * @default "STANDARD"
   */
  readonly supportType?: (typeof SUPPORT_TYPES)[number];
  /**
   * Subnets in which the control plane has its network interfaces, in two zones or more.
   * @default "public"
   */
  readonly controlPlaneSubnets?: SubnetTier;
  /**
   * Whether the API server can be reached from the internet. Pulumi must reach it, from there or from the VPC.
   * @default true
   */
  readonly endpointPublicAccess?: boolean;
  /**
   * Whether the API server can be reached within the VPC. Without it nodes need the public endpoint.
   * @default true
   */
  readonly endpointPrivateAccess?: boolean;
  /**
   * IPv4 blocks that may reach the public endpoint. Without private access the nodes' addresses must be among them.
   * @default ["0.0.0.0/0"]
   */
  readonly publicAccessCidrs?: readonly string[];
  /**
   * Logs of the control plane that go to CloudWatch, which charges for them. EKS makes their log group,
   * `/aws/eks/<name>/cluster`, without an end of retention, and leaves it behind when the cluster goes: set one, and delete
   * the group, by yourself.
   * @default []
   */
  readonly enabledLogTypes?: readonly ControlPlaneLog[];
  /**
   * Symmetric KMS key of the cluster's region, with which EKS encrypts what Kubernetes stores, its secrets among them. A
   * cluster gets it for good: EKS takes a key for a living cluster once, and then neither another one nor none; without the
   * key nothing of the cluster can be read again. Who makes the cluster needs `kms:DescribeKey` and `kms:CreateGrant`.
   * @default - a key that AWS owns, at no price
   * @see https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html
   * @example "arn:aws:kms:ap-northeast-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
   */
  readonly encryptionKeyArn?: pulumi.Input<string>;
  /**
   * Who may use the Kubernetes API besides the principal that creates the cluster, which is its administrator.
   * @default []
   */
  readonly accessEntries?: readonly AccessEntry[];
  /**
   * Node groups; names must differ.
   * @default [{ name: "ng", labels: { tier: "primary" } }]
   */
  readonly nodeGroups?: readonly NodeGroupArgs[];
  /**
   * How pods get addresses.
   * @default { mode: "secondary-ip", warmEniTarget: 1 }
   */
  readonly podNetworking?: PodNetworking;
  /**
   * Add-ons, their versions and configurations.
   * @default - vpc-cni, kube-proxy and coredns
   */
  readonly addons?: AddonsArgs;
  /**
   * Rules of an extra security group of all nodes, besides the cluster's own. The group carries no cluster tag: AWS Load
   * Balancer Controller wants exactly one tagged group per network interface.
   * @default [] - no extra group
   */
  readonly nodeSecurityGroupRules?: readonly NodeSecurityGroupRule[];
  /**
   * Further security groups of all nodes, up to four. They must not carry the tag `kubernetes.io/cluster/<name>`.
   * @default []
   */
  readonly nodeSecurityGroupIds?: readonly pulumi.Input<string>[];
  /**
   * ARNs of further policies of the nodes' role, at most seven. They are attached before the control plane or anything in
   * the network is made, and detached when all of it is gone: so a {@link DeletionGuard} of what the cluster shares with
   * others is held by a half-built cluster too.
   * @default []
   */
  readonly additionalNodePolicyArns?: readonly pulumi.Input<string>[];
  /**
   * Whether EKS refuses to delete the cluster. By itself it does not keep the service: a destroy takes workload and nodes
   * first, see {@link DeletionProtection}, which the stacks of this project add.
   * @default false
   */
  readonly deletionProtection?: boolean;
  /**
   * Credentials with which the AWS CLI makes tokens for the Kubernetes API, where the aws provider has others than the
   * CLI's default ones (`aws:profile`, `aws:assumeRoles`, an explicit provider). EKS gives access to who makes the
   * cluster, so both must be the same.
   * @default - the CLI's default credentials
   * @example { profile: "production" }
   */
  readonly tokenCredentials?: TokenCredentials;
  /**
   * The cluster as it is before this update, for a program that has asked {@link EksCluster.find} for it already.
   * @default - AWS is asked
   */
  readonly living?: LivingCluster;
  /**
   * Tags of all AWS resources of the cluster.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes children where the args above do not reach. */
  readonly transform?: EksClusterTransforms;
}

export type ControlPlaneLog = (typeof CONTROL_PLANE_LOGS)[number];

/** One per kind of child. */
export interface EksClusterTransforms {
  readonly cluster?: Transform<eks.ClusterArgs>;
  readonly nodeRole?: Transform<aws.iam.RoleArgs>;
  readonly nodeRolePolicy?: Transform<aws.iam.RolePolicyAttachmentArgs>;
  readonly vpcCniRole?: Transform<aws.iam.RoleArgs>;
  readonly vpcCniRolePolicy?: Transform<aws.iam.RolePolicyAttachmentArgs>;
  readonly nodeSecurityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  readonly launchTemplate?: Transform<aws.ec2.LaunchTemplateArgs>;
  readonly nodeGroup?: Transform<eks.ManagedNodeGroupArgs>;
  readonly addon?: Transform<aws.eks.AddonArgs>;
  readonly oidcProvider?: Transform<aws.iam.OpenIdConnectProviderArgs>;
  readonly kubernetesProvider?: Transform<kubernetes.ProviderArgs>;
}

/** Children of an {@link EksCluster}. */
export interface EksClusterNodes {
  readonly cluster: eks.Cluster;
  readonly nodeRole: aws.iam.Role;
  /** The policies that nodes need, and the additional ones. */
  readonly nodeRolePolicies: readonly aws.iam.RolePolicyAttachment[];
  readonly oidcProvider: aws.iam.OpenIdConnectProvider;
  readonly vpcCniRole: aws.iam.Role;
  readonly vpcCniRolePolicy: aws.iam.RolePolicyAttachment;
  /** Undefined without `nodeSecurityGroupRules`. */
  readonly nodeSecurityGroup: aws.ec2.SecurityGroup | undefined;
  /** In the order of the args. */
  readonly launchTemplates: readonly aws.ec2.LaunchTemplate[];
  /** In the order of the args. */
  readonly nodeGroups: readonly eks.ManagedNodeGroup[];
  readonly addons: {
    readonly vpcCni: aws.eks.Addon;
    readonly kubeProxy: aws.eks.Addon;
    readonly coredns: aws.eks.Addon;
    /** Undefined where it is not wanted. */
    readonly podIdentityAgent: aws.eks.Addon | undefined;
  };
  readonly kubernetesProvider: kubernetes.Provider;
}
