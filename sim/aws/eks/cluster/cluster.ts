/** EKS clusters: record and operations that make, show and delete them. */
import type { Cloud } from "../../../core/cloud.ts";
import { operation } from "../../../core/operation.ts";
import type { Caller } from "../../../core/caller.ts";
import { principalArn } from "../../sts/principals.ts";
import { addCreatorAccess } from "../access-policy-association.ts";
import { clusterArn, onCluster, onPassRole, onTagging } from "../arns.ts";
import { checkEncryption } from "./encryption.ts";
import { checkCreateCluster } from "./checks.ts";
import { createClusterNetwork, deleteClusterNetwork } from "./network.ts";
import type { CreateClusterRequest } from "./requests.ts";
import { invalidRequest, resourceInUse } from "../errors.ts";
import { operationOn, type EksKind } from "../kind.ts";
import { DEFAULT_KUBERNETES_VERSION, kubernetesRelease } from "../kubernetes-versions.ts";
import { enabledTypes } from "./logging.ts";
import { certificateAuthorityOf, startControlPlane, stopControlPlane } from "./control-plane.ts";
import type { Cluster } from "../records.ts";
import { eksState } from "../state.ts";

/** Virtual time that EKS takes: it names 10 to 15 minutes for a new control plane, a few for its removal. */
const CREATION_MS = 9 * 60_000;
const DELETION_MS = 2 * 60_000;

export interface ClusterName {
  readonly name: string;
}

export const CLUSTER: EksKind<ClusterName, Cluster> = {
  title: "EKS Cluster",
  table: (cloud) => eksState(cloud).clusters,
  place: ({ name }) => ({ cluster: name, key: name }),
  arn: ({ arn }) => arn,
  requestedArn: (cloud, { name }) => clusterArn(cloud, name),
};

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

  DescribeCluster: operationOn(CLUSTER, "DescribeCluster", (_cloud, cluster) => ({
    cluster: structuredClone(cluster),
  })),

  ListClusters: operation({
    run: (cloud, _request: object): { clusters: string[] } => ({
      clusters: eksState(cloud)
        .clusters.values()
        .map(({ name }) => name),
    }),
  }),

  DeleteCluster: operationOn(CLUSTER, "DeleteCluster", (cloud, cluster) => {
    checkDeletable(cloud, cluster);
    cluster.status = "DELETING";
    finishDeletion(cloud, cluster);
    return { cluster: structuredClone(cluster) };
  }),
};

function createCluster(cloud: Cloud, request: CreateClusterRequest, caller: Caller): Cluster {
  const { subnets, vpcId } = checkCreateCluster(cloud, request);
  checkEncryption(cloud, request.encryptionConfig, caller);
  const { name, roleArn, resourcesVpcConfig } = request;
  const version = request.version ?? DEFAULT_KUBERNETES_VERSION;
  const issuerId = cloud.ids.upper(32);
  const securityGroupIds = [...(resourcesVpcConfig.securityGroupIds ?? [])];
  const network = createClusterNetwork(cloud, { name, vpcId, subnets, securityGroupIds });
  const cluster = eksState(cloud).clusters.set(name, {
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
      authenticationMode: "API",
      bootstrapClusterCreatorAdminPermissions:
        request.accessConfig?.bootstrapClusterCreatorAdminPermissions ?? true,
    },
    upgradePolicy: { supportType: request.upgradePolicy?.supportType ?? "EXTENDED" },
    deletionProtection: request.deletionProtection ?? false,
    bootstrapSelfManagedAddons: request.bootstrapSelfManagedAddons ?? true,
    ...(request.encryptionConfig && { encryptionConfig: request.encryptionConfig }),
  });
  if (cluster.accessConfig.bootstrapClusterCreatorAdminPermissions) {
    addCreatorAccess(cloud, name, principalArn(cloud, caller));
  }
  finishCreation(cloud, cluster);
  return cluster;
}

/** Goes on with the creations and deletions that were under way when a world was saved. */
export function resumeClusters(cloud: Cloud): void {
  for (const cluster of eksState(cloud).clusters.values()) {
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
  if (eksState(cloud).nodegroups.where((group) => group.clusterName === name).length > 0) {
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
    eksState(cloud).addons,
    eksState(cloud).accessEntries,
    eksState(cloud).podIdentityAssociations,
    eksState(cloud).podAddresses,
  ]) {
    for (const key of Object.keys(table.toJSON())) {
      if (key.startsWith(`${name}/`)) table.delete(key);
    }
  }
  eksState(cloud).clusters.delete(name);
}
