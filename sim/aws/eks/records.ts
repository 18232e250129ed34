import type { EncryptionConfig } from "./cluster/requests.ts";

export interface AccessEntry {
  readonly clusterName: string;
  readonly principalArn: string;
  readonly accessEntryArn: string;
  readonly createdAt: string;
  modifiedAt: string;
  kubernetesGroups: string[];
  username: string;
  readonly type: string;
  tags: Record<string, string>;
  policies: AssociatedPolicy[];
}

export interface AssociatedPolicy {
  readonly policyArn: string;
  readonly accessScope: AccessScope;
  readonly associatedAt: string;
  readonly modifiedAt: string;
}

export interface AccessScope {
  readonly type: string;
  readonly namespaces: readonly string[];
}

export interface Addon {
  readonly addonName: string;
  readonly clusterName: string;
  status: "CREATING" | "ACTIVE" | "CREATE_FAILED" | "UPDATING" | "UPDATE_FAILED" | "DELETING" | "DEGRADED";
  addonVersion: string;
  health: { issues: AddonIssue[] };
  readonly addonArn: string;
  readonly createdAt: string;
  modifiedAt: string;
  serviceAccountRoleArn?: string | undefined;
  configurationValues?: string | undefined;
  tags: Record<string, string>;
}

export interface AddonIssue {
  readonly code: string;
  readonly message: string;
}

export interface Cluster {
  readonly name: string;
  readonly arn: string;
  /** Id of this creation; two clusters of one name, one after the other, differ in it. */
  readonly id: string;
  readonly createdAt: string;
  version: string;
  platformVersion: string;
  readonly endpoint: string;
  readonly roleArn: string;
  readonly resourcesVpcConfig: VpcConfig;
  readonly kubernetesNetworkConfig: {
    readonly serviceIpv4Cidr: string;
    readonly ipFamily: "ipv4";
    readonly elasticLoadBalancing: { readonly enabled: false };
  };
  /** Log types that are sent to CloudWatch. */
  enabledLogTypes: string[];
  readonly identity: { readonly oidc: { readonly issuer: string } };
  status: ClusterStatus;
  readonly certificateAuthority: { readonly data: string };
  tags: Record<string, string>;
  readonly accessConfig: AccessConfig;
  upgradePolicy: { supportType: string };
  deletionProtection: boolean;
  /** Whether vpc-cni, kube-proxy and coredns came with the cluster. */
  readonly bootstrapSelfManagedAddons: boolean;
  /** The Kubernetes version that an update is on its way to. */
  nextVersion?: string;
  /** Undefined where EKS encrypts with a key that AWS owns. */
  encryptionConfig?: readonly EncryptionConfig[];
}

export type ClusterStatus = "CREATING" | "ACTIVE" | "UPDATING" | "DELETING";

export interface VpcConfig {
  subnetIds: string[];
  /** Groups beside EKS's own. */
  securityGroupIds: string[];
  readonly clusterSecurityGroupId: string;
  readonly vpcId: string;
  endpointPublicAccess: boolean;
  endpointPrivateAccess: boolean;
  publicAccessCidrs: string[];
}

export interface AccessConfig {
  readonly authenticationMode: "API";
  readonly bootstrapClusterCreatorAdminPermissions: boolean;
}

/** An address that the VPC CNI gave to a pod. */
export interface PodAddress {
  readonly clusterName: string;
  readonly nodeName: string;
  readonly podUid: string;
  readonly address: string;
  /** When the pod gave it back, in milliseconds since the epoch; it rests for a while before the next pod gets it. */
  releasedAt?: number;
}

export interface PodIdentityAssociation {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly associationArn: string;
  readonly associationId: string;
  roleArn: string;
  readonly createdAt: string;
  modifiedAt: string;
  tags: Record<string, string>;
}

/** How many nodes of a group an update may take away at a time: a number, or a percentage of them. */
export interface UpdateConfig {
  readonly maxUnavailable?: number | undefined;
  readonly maxUnavailablePercentage?: number | undefined;
}

export interface Nodegroup {
  readonly nodegroupName: string;
  readonly nodegroupArn: string;
  readonly clusterName: string;
  version: string;
  releaseVersion: string;
  readonly createdAt: string;
  modifiedAt: string;
  status: "CREATING" | "ACTIVE" | "UPDATING" | "DELETING" | "CREATE_FAILED" | "DEGRADED";
  readonly capacityType: string;
  scalingConfig: ScalingConfig;
  readonly instanceTypes: readonly string[];
  readonly subnets: readonly string[];
  readonly amiType: string;
  readonly nodeRole: string;
  labels: Record<string, string>;
  taints: NodegroupTaint[];
  readonly resources: { readonly autoScalingGroups: readonly { readonly name: string }[] };
  /** GiB; absent with a launch template. */
  readonly diskSize?: number;
  health: { issues: NodegroupIssue[] };
  /** Why the last update of version or template failed, though the group is active. */
  failedUpdate?: NodegroupIssue;
  updateConfig: UpdateConfig;
  launchTemplate?: LaunchTemplateReference;
  tags: Record<string, string>;
  /** How the instances get the node role. */
  readonly instanceProfileName: string;
  /** Last words of instances that could not join, by id: what their consoles would show. */
  bootErrors: Record<string, string>;
}

export interface ScalingConfig {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredSize: number;
}

export interface NodegroupTaint {
  readonly key: string;
  readonly value?: string | undefined;
  readonly effect: "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE";
}

export interface NodegroupIssue {
  /** https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html */
  readonly code: string;
  readonly message: string;
  readonly resourceIds: readonly string[];
}

export interface LaunchTemplateReference {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}
