/** Changes of a running EKS cluster. One at a time; each takes a while. */
import type { Cloud } from "../../../core/cloud.ts";
import { defined } from "../../../core/defined.ts";
import { operation } from "../../../core/operation.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import { ec2State } from "../../ec2/state.ts";
import { onCluster } from "../arns.ts";
import { CLUSTER, type ClusterName } from "./cluster.ts";
import { checkEndpointAccess, checkSameZones, checkSecurityGroups, checkSubnets } from "./checks.ts";
import type { EncryptionConfig, Logging, VpcConfigRequest } from "./requests.ts";
import { invalidParameter, resourceInUse } from "../errors.ts";
import { operationOn } from "../kind.ts";
import { checkEncryption } from "./encryption.ts";
import { kubernetesRelease, minorOf } from "../kubernetes-versions.ts";
import { checkLogging, enabledTypes } from "./logging.ts";
import type { Cluster } from "../records.ts";
import { eksState } from "../state.ts";

/** Rough times on AWS; nothing here depends on them. */
const CONFIG_MS = 2 * 60_000;
const VERSION_MS = 9 * 60_000;

export interface UpdateClusterConfigRequest extends ClusterName {
  readonly resourcesVpcConfig?: VpcConfigRequest | undefined;
  readonly logging?: Logging | undefined;
  readonly upgradePolicy?: { readonly supportType: string } | undefined;
  readonly deletionProtection?: boolean | undefined;
}

interface AssociateEncryptionConfigRequest {
  readonly clusterName: string;
  readonly encryptionConfig: readonly EncryptionConfig[];
}

interface UpdateResult {
  readonly update: { readonly id: string; readonly status: "InProgress" };
}

export const clusterUpdateOperations = {
  UpdateClusterConfig: operationOn(
    CLUSTER,
    "UpdateClusterConfig",
    (cloud, cluster, request: UpdateClusterConfigRequest) => {
      checkUpdatable(cluster);
      checkChange(cloud, cluster, request);
      changeConfig(cluster, request);
      return update(cloud, cluster, CONFIG_MS);
    },
  ),

  UpdateClusterVersion: operationOn(
    CLUSTER,
    "UpdateClusterVersion",
    (cloud, cluster, { version }: ClusterName & { readonly version: string }) => {
      checkUpdatable(cluster);
      kubernetesRelease(version);
      if (minorOf(version) !== minorOf(cluster.version) + 1) {
        throw invalidParameter(
          `Unsupported Kubernetes minor version update from ${cluster.version} to ${version}`,
        );
      }
      cluster.nextVersion = version;
      return update(cloud, cluster, VERSION_MS);
    },
  ),

  AssociateEncryptionConfig: operation({
    authorize: (cloud, { clusterName }: AssociateEncryptionConfigRequest) => [
      onCluster(cloud, "AssociateEncryptionConfig", clusterName),
    ],
    run(cloud, { clusterName, encryptionConfig }, caller) {
      const cluster = eksState(cloud).clusters.get(clusterName);
      checkUpdatable(cluster);
      if (cluster.encryptionConfig !== undefined) {
        throw invalidParameter("Encryption is already enabled on the cluster");
      }
      checkEncryption(cloud, encryptionConfig, caller);
      cluster.encryptionConfig = encryptionConfig;
      return update(cloud, cluster, CONFIG_MS);
    },
  }),
};

function checkUpdatable(cluster: Cluster): void {
  if (cluster.status !== "ACTIVE") {
    throw resourceInUse(`Cluster is currently in ${cluster.status} state and can't be updated.`);
  }
}

function update(cloud: Cloud, cluster: Cluster, durationMs: number): UpdateResult {
  cluster.status = "UPDATING";
  finishUpdate(cloud, cluster, durationMs);
  return { update: { id: cloud.ids.uuid(), status: "InProgress" } };
}

function finishUpdate(cloud: Cloud, cluster: Cluster, durationMs: number): void {
  cloud.clock.schedule(durationMs, () => {
    if (cluster.status !== "UPDATING") return;
    cluster.status = "ACTIVE";
    if (cluster.nextVersion === undefined) return;
    cluster.version = cluster.nextVersion;
    cluster.platformVersion = kubernetesRelease(cluster.version).platformVersion;
    delete cluster.nextVersion;
    const kubernetes = clustersOf(cloud).get(cluster.name);
    if (kubernetes !== undefined) kubernetes.version = cluster.version;
  });
}

/** Goes on with the updates that were under way when a world was saved. */
export function resumeClusterUpdates(cloud: Cloud): void {
  for (const cluster of eksState(cloud).clusters.where(({ status }) => status === "UPDATING")) {
    finishUpdate(cloud, cluster, VERSION_MS);
  }
}

function checkChange(cloud: Cloud, cluster: Cluster, request: UpdateClusterConfigRequest): void {
  const { resourcesVpcConfig: vpcConfig } = request;
  checkLogging(request.logging);
  if (vpcConfig !== undefined) {
    checkEndpointAccess({ ...cluster.resourcesVpcConfig, ...defined(vpcConfig) });
    const { subnetIds, securityGroupIds } = vpcConfig;
    const { vpcId } = cluster.resourcesVpcConfig;
    const subnets = subnetIds === undefined ? [] : checkSubnets(cloud, subnetIds);
    if (subnets.some((subnet) => subnet.VpcId !== vpcId)) {
      throw invalidParameter(`Provided subnets belong to different VPC than the cluster: ${vpcId}`);
    }
    if (subnetIds !== undefined) {
      const present = cluster.resourcesVpcConfig.subnetIds.flatMap(
        (id) => ec2State(cloud).subnets.find(id) ?? [],
      );
      checkSameZones(present, subnets);
    }
    if (securityGroupIds !== undefined) checkSecurityGroups(cloud, vpcId, securityGroupIds);
  }
}

function changeConfig(cluster: Cluster, request: UpdateClusterConfigRequest): void {
  if (request.resourcesVpcConfig !== undefined) {
    Object.assign(cluster.resourcesVpcConfig, structuredClone(defined(request.resourcesVpcConfig)));
  }
  if (request.logging !== undefined) cluster.enabledLogTypes = enabledTypes(request.logging);
  if (request.upgradePolicy !== undefined) cluster.upgradePolicy = { ...request.upgradePolicy };
  if (request.deletionProtection !== undefined) cluster.deletionProtection = request.deletionProtection;
}
