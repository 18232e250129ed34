/** Managed node groups: record and operations. */
import type { Cloud } from "../../../core/cloud.ts";
import { operation, type AuthorizationCheck } from "../../../core/operation.ts";
import { onCluster, onPassRole, onTagging } from "../arns.ts";
import { resourceInUse } from "../errors.ts";
import { checkCreateNodegroup, checkScaling, checkTaints, checkLabels } from "./checks.ts";
import { createNodegroupResources } from "./surroundings.ts";
import { deleteNodegroup, reconcileNodegroup } from "./lifecycle.ts";
import type { CreateNodegroupRequest, NodegroupKey, UpdateNodegroupVersionRequest } from "./requests.ts";
import { replaceNodes } from "./rolling-update.ts";
import { DEFAULT_AMI_TYPE, requestedRelease } from "../nodes/ami.ts";
import { updateNodes } from "../nodes/node-settings.ts";
import { checkVersionUpdate, resolveLaunchTemplate } from "./version.ts";
import type { Nodegroup, NodegroupTaint, ScalingConfig } from "../records.ts";
import { eksState, inCluster } from "../state.ts";

export interface UpdateNodegroupConfigRequest extends NodegroupKey {
  readonly scalingConfig?: Partial<ScalingConfig> | undefined;
  readonly updateConfig?: Nodegroup["updateConfig"] | undefined;
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

  DescribeNodegroup: operation({
    authorize: onNodegroup("DescribeNodegroup"),
    run: (cloud, request): { nodegroup: Nodegroup } => ({
      nodegroup: structuredClone(getNodegroup(cloud, request)),
    }),
  }),

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

  UpdateNodegroupConfig: operation({
    authorize: (cloud, request: UpdateNodegroupConfigRequest) =>
      onNodegroup("UpdateNodegroupConfig")(cloud, request),
    run: (cloud, request): { update: { status: string } } => {
      const group = getUpdatable(cloud, request);
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
  }),

  UpdateNodegroupVersion: operation({
    authorize: (cloud, request: UpdateNodegroupVersionRequest) =>
      onNodegroup("UpdateNodegroupVersion")(cloud, request),
    run: (cloud, request): { update: { status: string } } => {
      const group = getUpdatable(cloud, request);
      const version = checkVersionUpdate(cloud, group, request);
      const release = requestedRelease(version, request.releaseVersion);
      const { version: present, releaseVersion: presentRelease, launchTemplate } = group;
      if (request.launchTemplate !== undefined) {
        group.launchTemplate = resolveLaunchTemplate(cloud, request.launchTemplate);
      }
      group.version = version;
      group.releaseVersion = release;
      group.modifiedAt = cloud.clock.timestamp();
      group.status = "UPDATING";
      const before = {
        version: present,
        releaseVersion: presentRelease,
        ...(launchTemplate === undefined ? {} : { launchTemplate }),
      };
      replaceNodes(cloud, group, before, request.force ?? false);
      return { update: { status: "InProgress" } };
    },
  }),

  DeleteNodegroup: operation({
    authorize: onNodegroup("DeleteNodegroup"),
    run: (cloud, request): { nodegroup: Nodegroup } => {
      const group = getNodegroup(cloud, request);
      if (group.status === "UPDATING") {
        throw resourceInUse(`Nodegroup ${group.nodegroupName} is currently in UPDATING state`);
      }
      if (group.status !== "DELETING") deleteNodegroup(cloud, group);
      return { nodegroup: structuredClone(group) };
    },
  }),
};

function createNodegroup(cloud: Cloud, request: CreateNodegroupRequest): Nodegroup {
  const { clusterName, nodegroupName } = request;
  const { version, launchTemplate, template } = checkCreateNodegroup(cloud, request);
  const id = cloud.ids.uuid();
  const now = cloud.clock.timestamp();
  const hasOwnImage = template.ImageId !== undefined;
  const resources = createNodegroupResources(cloud, { id, request });
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
    ...(request.remoteAccess === undefined ? {} : { remoteAccess: request.remoteAccess }),
    amiType: hasOwnImage ? "CUSTOM" : (request.amiType ?? DEFAULT_AMI_TYPE),
    nodeRole: request.nodeRole,
    labels: { ...request.labels },
    taints: [...(request.taints ?? [])],
    resources: {
      autoScalingGroups: [{ name: `eks-${nodegroupName}-${id}` }],
      ...(resources.remoteAccessSecurityGroup === undefined
        ? {}
        : { remoteAccessSecurityGroup: resources.remoteAccessSecurityGroup }),
    },
    ...(launchTemplate === undefined ? { diskSize: request.diskSize ?? 20 } : { launchTemplate }),
    health: { issues: [] },
    updateConfig: request.updateConfig ?? { maxUnavailable: 1 },
    tags: { ...request.tags },
    instanceProfileName: resources.instanceProfileName,
    bootErrors: {},
  });
  reconcileNodegroup(cloud, group);
  return group;
}

function instanceTypesOf(request: CreateNodegroupRequest, inTemplate: string | undefined): readonly string[] {
  if (inTemplate !== undefined) return [];
  return request.instanceTypes?.length ? [...request.instanceTypes] : ["t3.medium"];
}

function getNodegroup(cloud: Cloud, { clusterName, nodegroupName }: NodegroupKey): Nodegroup {
  eksState(cloud).clusters.get(clusterName);
  return eksState(cloud).nodegroups.get(inCluster(clusterName, nodegroupName));
}

function getUpdatable(cloud: Cloud, key: NodegroupKey): Nodegroup {
  const group = getNodegroup(cloud, key);
  if (group.status !== "ACTIVE" && group.status !== "DEGRADED") {
    throw resourceInUse(`Nodegroup cannot be updated as it is currently not in Active State`);
  }
  return group;
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

function onNodegroup(action: string) {
  return (cloud: Cloud, key: NodegroupKey): AuthorizationCheck[] => {
    const group = eksState(cloud).nodegroups.find(inCluster(key.clusterName, key.nodegroupName));
    const fallback = cloud.arn("eks", `nodegroup/${key.clusterName}/${key.nodegroupName}/*`);
    return [{ ...onCluster(cloud, action, key.clusterName), resources: [group?.nodegroupArn ?? fallback] }];
  };
}
