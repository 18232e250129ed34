/** Managed node groups: record and operations. */
import type { Cloud } from "../../../core/cloud.ts";
import { operation } from "../../../core/operation.ts";
import { onCluster, onPassRole, onTagging } from "../arns.ts";
import { resourceInUse } from "../errors.ts";
import { checkCreateNodegroup, checkScaling, checkTaints, checkLabels } from "./checks.ts";
import { operationOn, type EksKind } from "../kind.ts";
import { createNodegroupResources } from "./surroundings.ts";
import { deleteNodegroup, reconcileNodegroup } from "./lifecycle.ts";
import type { CreateNodegroupRequest, NodegroupKey, UpdateNodegroupVersionRequest } from "./requests.ts";
import { replaceNodes } from "./rolling-update.ts";
import { DEFAULT_AMI_TYPE, requestedRelease } from "../nodes/ami.ts";
import { updateNodes } from "../nodes/node-settings.ts";
import { checkVersionUpdate, resolveLaunchTemplate } from "./version.ts";
import type { Nodegroup, NodegroupTaint, ScalingConfig, UpdateConfig } from "../records.ts";
import { eksState, inCluster } from "../state.ts";

export interface UpdateNodegroupConfigRequest extends NodegroupKey {
  readonly scalingConfig?: Partial<ScalingConfig> | undefined;
  readonly updateConfig?: UpdateConfig | undefined;
  readonly labels?:
    | {
        readonly addOrUpdateLabels?: Readonly<Record<string, string>> | undefined;
        readonly removeLabels?: readonly string[] | undefined;
      }
    | undefined;
  readonly taints?:
    | {
        readonly addOrUpdateTaints?: readonly NodegroupTaint[] | undefined;
        readonly removeTaints?: readonly NodegroupTaint[] | undefined;
      }
    | undefined;
}

export const NODEGROUP: EksKind<NodegroupKey, Nodegroup> = {
  title: "EKS Node Group",
  table: (cloud) => eksState(cloud).nodegroups,
  place: ({ clusterName, nodegroupName }) => ({
    cluster: clusterName,
    key: inCluster(clusterName, nodegroupName),
  }),
  arn: ({ nodegroupArn }) => nodegroupArn,
  requestedArn: (cloud, { clusterName, nodegroupName }) =>
    eksState(cloud).nodegroups.find(inCluster(clusterName, nodegroupName))?.nodegroupArn ??
    cloud.arn("eks", `nodegroup/${clusterName}/${nodegroupName}/*`),
};

export const nodegroupOperations = {
  CreateNodegroup: operation({
    authorize: (cloud, request: CreateNodegroupRequest) => [
      onCluster(cloud, "CreateNodegroup", request.clusterName),
      ...onTagging(cloud.arn("eks", `nodegroup/${request.clusterName}/*`), request.tags),
      onPassRole(request.nodeRole, "ec2.amazonaws.com"),
    ],
    run: (cloud, request): { nodegroup: Nodegroup } => {
      const group = createNodegroup(cloud, request);
      return { nodegroup: structuredClone(group) };
    },
  }),

  DescribeNodegroup: operationOn(NODEGROUP, "DescribeNodegroup", (_cloud, group) => ({
    nodegroup: structuredClone(group),
  })),

  ListNodegroups: operation({
    authorize: (cloud, request: { readonly clusterName: string }) => [
      onCluster(cloud, "ListNodegroups", request.clusterName),
    ],
    run: (cloud, { clusterName }): { nodegroups: string[] } => {
      eksState(cloud).clusters.get(clusterName);
      const groups = eksState(cloud).nodegroups.where((group) => group.clusterName === clusterName);
      return { nodegroups: groups.map(({ nodegroupName }) => nodegroupName) };
    },
  }),

  UpdateNodegroupConfig: operationOn(
    NODEGROUP,
    "UpdateNodegroupConfig",
    (cloud, group, request: UpdateNodegroupConfigRequest) => {
      checkUpdatable(group);
      const scalingConfig = { ...group.scalingConfig, ...request.scalingConfig };
      checkScaling(scalingConfig);
      const labels = changedLabels(group.labels, request.labels);
      const taints = changedTaints(group.taints, request.taints);
      checkLabels(labels);
      checkTaints(taints);
      const before = { labels: group.labels, taints: group.taints };
      Object.assign(group, { scalingConfig, labels, taints, modifiedAt: cloud.clock.timestamp() });
      if (request.updateConfig !== undefined) group.updateConfig = request.updateConfig;
      group.status = "UPDATING";
      updateNodes(cloud, group, before);
      reconcileNodegroup(cloud, group);
      return { update: { status: "InProgress" } };
    },
  ),

  UpdateNodegroupVersion: operationOn(
    NODEGROUP,
    "UpdateNodegroupVersion",
    (cloud, group, request: UpdateNodegroupVersionRequest) => {
      checkUpdatable(group);
      const version = checkVersionUpdate(cloud, group, request);
      const releaseVersion = requestedRelease(version, request.releaseVersion);
      const launchTemplate = request.launchTemplate && resolveLaunchTemplate(cloud, request.launchTemplate);
      const before = {
        version: group.version,
        releaseVersion: group.releaseVersion,
        ...(group.launchTemplate && { launchTemplate: group.launchTemplate }),
      };
      Object.assign(group, { version, releaseVersion, ...(launchTemplate && { launchTemplate }) });
      group.modifiedAt = cloud.clock.timestamp();
      group.status = "UPDATING";
      replaceNodes(cloud, group, before, request.force ?? false);
      return { update: { status: "InProgress" } };
    },
  ),

  DeleteNodegroup: operationOn(NODEGROUP, "DeleteNodegroup", (cloud, group) => {
    if (group.status === "UPDATING") {
      throw resourceInUse(`Nodegroup ${group.nodegroupName} is currently in UPDATING state`);
    }
    if (group.status !== "DELETING") deleteNodegroup(cloud, group);
    return { nodegroup: structuredClone(group) };
  }),
};

function createNodegroup(cloud: Cloud, request: CreateNodegroupRequest): Nodegroup {
  const { clusterName, nodegroupName } = request;
  const { version, launchTemplate, template } = checkCreateNodegroup(cloud, request);
  const id = cloud.ids.uuid();
  const now = cloud.clock.timestamp();
  const hasOwnImage = template.ImageId !== undefined;
  const instanceProfileName = createNodegroupResources(cloud, id, request);
  const group = eksState(cloud).nodegroups.set(inCluster(clusterName, nodegroupName), {
    nodegroupName,
    nodegroupArn: cloud.arn("eks", `nodegroup/${clusterName}/${nodegroupName}/${id}`),
    clusterName,
    version,
    releaseVersion: hasOwnImage ? template.ImageId! : requestedRelease(version, request.releaseVersion),
    createdAt: now,
    modifiedAt: now,
    status: "CREATING",
    capacityType: request.capacityType ?? "ON_DEMAND",
    scalingConfig: request.scalingConfig ?? { minSize: 1, maxSize: 2, desiredSize: 2 },
    instanceTypes: instanceTypesOf(request, template.InstanceType),
    subnets: [...request.subnets],
    amiType: hasOwnImage ? "CUSTOM" : (request.amiType ?? DEFAULT_AMI_TYPE),
    nodeRole: request.nodeRole,
    labels: { ...request.labels },
    taints: [...(request.taints ?? [])],
    resources: { autoScalingGroups: [{ name: `eks-${nodegroupName}-${id}` }] },
    ...(launchTemplate === undefined ? { diskSize: request.diskSize ?? 20 } : { launchTemplate }),
    health: { issues: [] },
    updateConfig: request.updateConfig ?? { maxUnavailable: 1 },
    tags: { ...request.tags },
    instanceProfileName,
    bootErrors: {},
  });
  reconcileNodegroup(cloud, group);
  return group;
}

function instanceTypesOf(request: CreateNodegroupRequest, inTemplate: string | undefined): readonly string[] {
  if (inTemplate !== undefined) return [];
  return request.instanceTypes?.length ? [...request.instanceTypes] : ["t3.medium"];
}

function checkUpdatable({ status }: Nodegroup): void {
  if (status !== "ACTIVE" && status !== "DEGRADED") {
    throw resourceInUse(`Nodegroup cannot be updated as it is currently not in Active State`);
  }
}

function changedLabels(
  labels: Readonly<Record<string, string>>,
  change: UpdateNodegroupConfigRequest["labels"],
): Record<string, string> {
  const kept = Object.entries(labels).filter(([key]) => !change?.removeLabels?.includes(key));
  return { ...Object.fromEntries(kept), ...change?.addOrUpdateLabels };
}

function changedTaints(
  taints: readonly NodegroupTaint[],
  change: UpdateNodegroupConfigRequest["taints"],
): NodegroupTaint[] {
  const added = change?.addOrUpdateTaints ?? [];
  const isSame = (a: NodegroupTaint, b: NodegroupTaint) => a.key === b.key && a.effect === b.effect;
  const gone = [...(change?.removeTaints ?? []), ...added];
  return [...taints.filter((taint) => !gone.some((other) => isSame(taint, other))), ...added];
}
