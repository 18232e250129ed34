import type { Cloud } from "../../../core/cloud.ts";
import { AwsError } from "../../../core/errors.ts";
import { roleOfProfile } from "../../iam/instance-profile.ts";
import { addAccessEntry } from "../access-entry.ts";
import { eksService } from "../caller.ts";
import type { CreateNodegroupRequest } from "./requests.ts";
import type { Nodegroup } from "../records.ts";
import { eksState, inCluster } from "../state.ts";

export interface NodegroupResources {
  readonly instanceProfileName: string;
  readonly remoteAccessSecurityGroup?: string;
}

/**
 * What EKS makes beside the instances: an instance profile for the node role, the role's access entry, and with SSH
 * access from outside a security group for it.
 */
export function createNodegroupResources(
  cloud: Cloud,
  { id, request }: { readonly id: string; readonly request: CreateNodegroupRequest },
): NodegroupResources {
  const cluster = eksState(cloud).clusters.get(request.clusterName);
  const InstanceProfileName = `eks-${id}`;
  const RoleName = request.nodeRole.slice(request.nodeRole.lastIndexOf("/") + 1);
  cloud.call(eksService, "iam", "CreateInstanceProfile", { InstanceProfileName });
  cloud.call(eksService, "iam", "AddRoleToInstanceProfile", { InstanceProfileName, RoleName });
  const hasEntries = cluster.accessConfig.authenticationMode !== "CONFIG_MAP";
  if (hasEntries && !eksState(cloud).accessEntries.has(inCluster(cluster.name, request.nodeRole))) {
    addAccessEntry(cloud, { clusterName: cluster.name, principalArn: request.nodeRole, type: "EC2_LINUX" });
  }
  if (request.remoteAccess?.ec2SshKey === undefined) return { instanceProfileName: InstanceProfileName };
  const remoteAccessSecurityGroup = createRemoteAccessGroup(
    cloud,
    id,
    request,
    cluster.resourcesVpcConfig.vpcId,
  );
  return { instanceProfileName: InstanceProfileName, remoteAccessSecurityGroup };
}

/** Removes what {@link createNodegroupResources} made, but for the access entry while another group needs it. */
export function deleteNodegroupResources(cloud: Cloud, group: Nodegroup): void {
  const InstanceProfileName = group.instanceProfileName;
  const RoleName = roleOfProfile(cloud, InstanceProfileName);
  if (RoleName !== undefined) {
    cloud.call(eksService, "iam", "RemoveRoleFromInstanceProfile", { InstanceProfileName, RoleName });
  }
  cloud.call(eksService, "iam", "DeleteInstanceProfile", { InstanceProfileName });
  const isShared = eksState(cloud)
    .nodegroups.where(
      ({ clusterName, nodeRole }) => clusterName === group.clusterName && nodeRole === group.nodeRole,
    )
    .some((other) => other !== group);
  if (!isShared) eksState(cloud).accessEntries.delete(inCluster(group.clusterName, group.nodeRole));
  if (group.resources.remoteAccessSecurityGroup !== undefined) {
    deleteUnusedGroup(cloud, group.resources.remoteAccessSecurityGroup);
  }
}

function createRemoteAccessGroup(
  cloud: Cloud,
  id: string,
  { remoteAccess, nodegroupName }: CreateNodegroupRequest,
  VpcId: string,
): string {
  const GroupName = `eks-remoteAccess-${id}`;
  const { GroupId } = cloud.call(eksService, "ec2", "CreateSecurityGroup", {
    GroupName,
    Description: "Security group for all nodes in the nodeGroup to allow SSH access",
    VpcId,
    TagSpecifications: [
      {
        ResourceType: "security-group",
        Tags: [
          { Key: "eks", Value: GroupName },
          { Key: "eks:nodegroup-name", Value: nodegroupName },
        ],
      },
    ],
  });
  const sources = remoteAccess?.sourceSecurityGroups ?? [];
  cloud.call(eksService, "ec2", "AuthorizeSecurityGroupIngress", {
    GroupId,
    IpPermissions: [
      {
        IpProtocol: "tcp",
        FromPort: 22,
        ToPort: 22,
        ...(sources.length > 0
          ? { UserIdGroupPairs: sources.map((source) => ({ GroupId: source })) }
          : { IpRanges: [{ CidrIp: "0.0.0.0/0" }] }),
      },
    ],
  });
  return GroupId;
}

function deleteUnusedGroup(cloud: Cloud, GroupId: string): void {
  try {
    cloud.call(eksService, "ec2", "DeleteSecurityGroup", { GroupId });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}
