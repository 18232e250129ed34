/** EKS clusters: record and operations that make, show and delete them. */
import type { Cloud } from "../../cloud.ts";
import { operation, type Caller } from "../operation.ts";
import { principalArn } from "../principals.ts";
import type { TagMap } from "../tags.ts";
import { addCreatorAccess } from "./access-entry.ts";
import { clusterArn, onCluster, onPassRole, onTagging } from "./arns.ts";
import { checkCreateCluster } from "./cluster-checks.ts";
import { createClusterNetwork, deleteClusterNetwork } from "./cluster-network.ts";
import { invalidRequest, resourceInUse } from "./errors.ts";
import { DEFAULT_KUBERNETES_VERSION, kubernetesRelease } from "./kubernetes-versions.ts";
import { enabledTypes, type Logging } from "./logging.ts";
import { certificateAuthorityOf, startControlPlane, stopControlPlane } from "./control-plane.ts";

export interface Cluster {
  readonly name: string;
  readonly arn: string;
  /** Of the creation; two clusters of one name, one after the other, differ in it. */
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
  accessConfig: AccessConfig;
  upgradePolicy: { supportType: string };
  deletionProtection: boolean;
  /** Whether vpc-cni, kube-proxy and coredns came with the cluster. */
  readonly bootstrapSelfManagedAddons: boolean;
  /** The Kubernetes version that an update is on its way to. */
  nextVersion?: string;
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
  authenticationMode: string;
  readonly bootstrapClusterCreatorAdminPermissions: boolean;
}

export interface VpcConfigRequest {
  readonly subnetIds?: readonly string[] | undefined;
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly endpointPublicAccess?: boolean | undefined;
  readonly endpointPrivateAccess?: boolean | undefined;
  readonly publicAccessCidrs?: readonly string[] | undefined;
}

export interface CreateClusterRequest {
  readonly name: string;
  readonly roleArn: string;
  readonly version?: string | undefined;
  readonly resourcesVpcConfig: VpcConfigRequest;
  readonly kubernetesNetworkConfig?: { readonly serviceIpv4Cidr?: string | undefined } | undefined;
  readonly logging?: Logging | undefined;
  readonly tags?: TagMap | undefined;
  readonly accessConfig?:
    | {
        readonly authenticationMode?: string | undefined;
        readonly bootstrapClusterCreatorAdminPermissions?: boolean | undefined;
      }
    | undefined;
  readonly upgradePolicy?: { readonly supportType: string } | undefined;
  readonly deletionProtection?: boolean | undefined;
  readonly bootstrapSelfManagedAddons?: boolean | undefined;
}

/** Virtual time that EKS takes: it names 10 to 15 minutes for a new control plane, a few for its removal. */
const CREATION_MS = 9 * 60_000;
const DELETION_MS = 2 * 60_000;

interface ClusterName {
  readonly name: string;
}

export const clusterOperations = {
  CreateCluster: operation({
    authorize: (cloud, request: CreateClusterRequest) => [
      onCluster(cloud, "CreateCluster", request.name),
      ...onTagging(clusterArn(cloud, request.name), request.tags),
      onPassRole(request.roleArn, "eks.amazonaws.com"),
    ],
    run: (cloud, request, caller): { cluster: Cluster } => ({
      cluster: structuredClone(createCluster(cloud, request, caller)),
    }),
  }),

  DescribeCluster: operation({
    authorize: (cloud, { name }: ClusterName) => [onCluster(cloud, "DescribeCluster", name)],
    run: (cloud, { name }): { cluster: Cluster } => ({
      cluster: structuredClone(cloud.eks.clusters.get(name)),
    }),
  }),

  ListClusters: operation({
    run: (cloud, _request: object): { clusters: string[] } => ({
      clusters: cloud.eks.clusters.values().map(({ name }) => name),
    }),
  }),

  DeleteCluster: operation({
    authorize: (cloud, { name }: ClusterName) => [onCluster(cloud, "DeleteCluster", name)],
    run: (cloud, { name }): { cluster: Cluster } => {
      const cluster = cloud.eks.clusters.get(name);
      checkDeletable(cloud, cluster);
      cluster.status = "DELETING";
      finishDeletion(cloud, cluster);
      return { cluster: structuredClone(cluster) };
    },
  }),
};

function createCluster(cloud: Cloud, request: CreateClusterRequest, caller: Caller): Cluster {
  const { subnets, vpcId } = checkCreateCluster(cloud, request);
  const { name, roleArn, resourcesVpcConfig } = request;
  const version = request.version ?? DEFAULT_KUBERNETES_VERSION;
  const issuerId = cloud.ids.upper(32);
  const securityGroupIds = [...(resourcesVpcConfig.securityGroupIds ?? [])];
  const network = createClusterNetwork(cloud, { name, vpcId, subnets, securityGroupIds });
  const cluster = cloud.eks.clusters.set(name, {
    name,
    arn: clusterArn(cloud, name),
    id: cloud.ids.uuid(),
    createdAt: cloud.clock.timestamp(),
    version,
    platformVersion: kubernetesRelease(version).platformVersion,
    endpoint: `https://${issuerId}.gr7.${cloud.region}.eks.${cloud.dnsSuffix}`,
    roleArn,
    resourcesVpcConfig: {
      subnetIds: subnets.map(({ SubnetId }) => SubnetId),
      securityGroupIds,
      clusterSecurityGroupId: network.clusterSecurityGroupId,
      vpcId,
      endpointPublicAccess: resourcesVpcConfig.endpointPublicAccess ?? true,
      endpointPrivateAccess: resourcesVpcConfig.endpointPrivateAccess ?? false,
      publicAccessCidrs: [...(resourcesVpcConfig.publicAccessCidrs ?? ["0.0.0.0/0"])],
    },
    kubernetesNetworkConfig: {
      serviceIpv4Cidr: request.kubernetesNetworkConfig?.serviceIpv4Cidr ?? network.serviceIpv4Cidr,
      ipFamily: "ipv4",
      elasticLoadBalancing: { enabled: false },
    },
    enabledLogTypes: enabledTypes(request.logging),
    identity: { oidc: { issuer: `https://oidc.eks.${cloud.region}.${cloud.dnsSuffix}/id/${issuerId}` } },
    status: "CREATING",
    certificateAuthority: { data: certificateAuthorityOf(issuerId) },
    tags: { ...request.tags },
    accessConfig: {
      // The API's default; the console chooses EKS API alone.
      authenticationMode: request.accessConfig?.authenticationMode ?? "CONFIG_MAP",
      bootstrapClusterCreatorAdminPermissions:
        request.accessConfig?.bootstrapClusterCreatorAdminPermissions ?? true,
    },
    upgradePolicy: { supportType: request.upgradePolicy?.supportType ?? "EXTENDED" },
    deletionProtection: request.deletionProtection ?? false,
    bootstrapSelfManagedAddons: request.bootstrapSelfManagedAddons ?? true,
  });
  if (cluster.accessConfig.bootstrapClusterCreatorAdminPermissions) {
    addCreatorAccess(cloud, name, principalArn(cloud, caller));
  }
  finishCreation(cloud, cluster);
  return cluster;
}

/** Goes on with the creations and deletions that were under way when a world was saved. */
export function resumeClusters(cloud: Cloud): void {
  for (const cluster of cloud.eks.clusters.values()) {
    if (cluster.status === "CREATING") finishCreation(cloud, cluster);
    if (cluster.status === "DELETING") finishDeletion(cloud, cluster);
  }
}

function finishCreation(cloud: Cloud, cluster: Cluster): void {
  cloud.clock.schedule(CREATION_MS, () => {
    if (cluster.status !== "CREATING") return;
    cluster.status = "ACTIVE";
    startControlPlane(cloud, cluster);
  });
}

function checkDeletable(cloud: Cloud, cluster: Cluster): void {
  const { name } = cluster;
  if (cluster.status === "UPDATING") {
    throw resourceInUse(`Cannot delete because cluster ${name} currently has an update in progress`);
  }
  if (cluster.deletionProtection) {
    throw invalidRequest(`Cluster ${name} has deletion protection enabled: disable it before deleting`);
  }
  if (cloud.eks.nodegroups.where((group) => group.clusterName === name).length > 0) {
    throw resourceInUse("Cluster has nodegroups attached");
  }
}

function finishDeletion(cloud: Cloud, cluster: Cluster): void {
  cloud.clock.schedule(DELETION_MS, () => forgetCluster(cloud, cluster));
}

function forgetCluster(cloud: Cloud, cluster: Cluster): void {
  const { name } = cluster;
  stopControlPlane(cloud, name);
  deleteClusterNetwork(cloud, cluster);
  for (const table of [
    cloud.eks.addons,
    cloud.eks.accessEntries,
    cloud.eks.podIdentityAssociations,
    cloud.eks.podAddresses,
  ]) {
    for (const key of Object.keys(table.toJSON())) {
      if (key.startsWith(`${name}/`)) table.delete(key);
    }
  }
  cloud.eks.clusters.delete(name);
}
