/** Changes of a running EKS cluster. One at a time; each takes a while. */
import type { Cloud } from "../../../core/cloud.ts";
import { operation } from "../../../core/operation.ts";
import { clustersOf } from "../../../kubernetes/clusters.ts";
import { ec2State } from "../../ec2/state.ts";
import type { TagMap } from "../../tags.ts";
import { onCluster, onTagging } from "../arns.ts";
import { checkEndpointAccess, checkSameZones, checkSecurityGroups, checkSubnets } from "./checks.ts";
import type { Logging, VpcConfigRequest } from "./requests.ts";
import { invalidParameter, resourceInUse, resourceNotFound } from "../errors.ts";
import { kubernetesRelease, minorOf } from "../kubernetes-versions.ts";
import { checkLogging, enabledTypes } from "./logging.ts";
import type { Cluster } from "../records.ts";
import { eksState } from "../state.ts";
import { checkEnum } from "../validation.ts";

/** Rough times on AWS; nothing here depends on them. */
const CONFIG_MS = 2 * 60_000;
const VERSION_MS = 9 * 60_000;

export interface UpdateClusterConfigRequest {
  readonly name: string;
  readonly resourcesVpcConfig?: VpcConfigRequest | undefined;
  readonly logging?: Logging | undefined;
  readonly accessConfig?: { readonly authenticationMode: string } | undefined;
  readonly upgradePolicy?: { readonly supportType: string } | undefined;
  readonly deletionProtection?: boolean | undefined;
}

interface UpdateResult {
  readonly update: { readonly id: string; readonly status: "InProgress" };
}

export const clusterUpdateOperations = {
  UpdateClusterConfig: operation({
    authorize: (cloud, request: UpdateClusterConfigRequest) => [
      onCluster(cloud, "UpdateClusterConfig", request.name),
    ],
    run: (cloud, request): UpdateResult => {
      const cluster = updatable(cloud, request.name);
      checkChange(cloud, cluster, request);
      changeConfig(cluster, request);
      return update(cloud, cluster, CONFIG_MS);
    },
  }),

  UpdateClusterVersion: operation({
    authorize: (cloud, request: { readonly name: string; readonly version: string }) => [
      onCluster(cloud, "UpdateClusterVersion", request.name),
    ],
    run: (cloud, { name, version }): UpdateResult => {
      const cluster = updatable(cloud, name);
      kubernetesRelease(version);
      if (minorOf(version) !== minorOf(cluster.version) + 1) {
        throw invalidParameter(
          `Unsupported Kubernetes minor version update from ${cluster.version} to ${version}`,
        );
      }
      cluster.nextVersion = version;
      return update(cloud, cluster, VERSION_MS);
    },
  }),

  TagResource: operation({
    authorize: (_cloud, request: { readonly resourceArn: string; readonly tags: TagMap }) =>
      onTagging(request.resourceArn, request.tags),
    run: (cloud, { resourceArn, tags }): Record<string, never> => {
      Object.assign(taggedBy(cloud, resourceArn).tags, tags);
      return {};
    },
  }),

  UntagResource: operation({
    authorize: (_cloud, request: { readonly resourceArn: string; readonly tagKeys: readonly string[] }) => [
      {
        action: "eks:UntagResource",
        resources: [request.resourceArn],
        context: { "aws:TagKeys": request.tagKeys },
      },
    ],
    run: (cloud, { resourceArn, tagKeys }): Record<string, never> => {
      const resource = taggedBy(cloud, resourceArn);
      for (const key of tagKeys) delete resource.tags[key];
      return {};
    },
  }),
};

function updatable(cloud: Cloud, name: string): Cluster {
  const cluster = eksState(cloud).clusters.get(name);
  if (cluster.status !== "ACTIVE") {
    throw resourceInUse(`Cluster is currently in ${cluster.status} state and can't be updated.`);
  }
  return cluster;
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
  const { resourcesVpcConfig: vpcConfig, accessConfig } = request;
  checkLogging(request.logging);
  if (vpcConfig !== undefined) {
    checkEndpointAccess({ ...cluster.resourcesVpcConfig, ...known(vpcConfig) });
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
  if (accessConfig !== undefined) {
    checkAuthenticationMode(cluster.accessConfig.authenticationMode, accessConfig.authenticationMode);
  }
}

/** The way leads from the ConfigMap to access entries, never back. */
function checkAuthenticationMode(present: string, wanted: string): void {
  const modes = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];
  checkEnum("accessConfig.authenticationMode", wanted, modes);
  if (modes.indexOf(wanted) < modes.indexOf(present)) {
    throw invalidParameter(`Unsupported authentication mode update from ${present} to ${wanted}`);
  }
}

function changeConfig(cluster: Cluster, request: UpdateClusterConfigRequest): void {
  if (request.resourcesVpcConfig !== undefined) {
    Object.assign(cluster.resourcesVpcConfig, structuredClone(known(request.resourcesVpcConfig)));
  }
  if (request.logging !== undefined) cluster.enabledLogTypes = enabledTypes(request.logging);
  if (request.accessConfig !== undefined) {
    cluster.accessConfig.authenticationMode = request.accessConfig.authenticationMode;
  }
  if (request.upgradePolicy !== undefined) cluster.upgradePolicy = { ...request.upgradePolicy };
  if (request.deletionProtection !== undefined) cluster.deletionProtection = request.deletionProtection;
}

function known<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

function taggedBy(cloud: Cloud, arn: string): { tags: Record<string, string> } {
  const { clusters, nodegroups, addons, accessEntries, podIdentityAssociations } = eksState(cloud);
  const found =
    clusters.where((one) => one.arn === arn)[0] ??
    nodegroups.where((one) => one.nodegroupArn === arn)[0] ??
    addons.where((one) => one.addonArn === arn)[0] ??
    accessEntries.where((one) => one.accessEntryArn === arn)[0] ??
    podIdentityAssociations.where((one) => one.associationArn === arn)[0];
  if (found === undefined) throw resourceNotFound(`The specified resource could not be found: ${arn}`);
  return found;
}
