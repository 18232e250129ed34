import type { Cloud } from "../../../core/cloud.ts";
import { roleOfProfile } from "../../iam/instance-profile.ts";
import { addAccessEntry } from "../access-entry.ts";
import { eksService } from "../caller.ts";
import type { Nodegroup } from "../records.ts";
import { eksState, inCluster } from "../state.ts";
import type { CreateNodegroupRequest } from "./requests.ts";

/**
 * What EKS makes beside the instances: an instance profile for the node role, and the role's access entry.
 *
 * @param id of the group.
 * @returns the name of the profile.
 */
export function createNodegroupResources(
  cloud: Cloud,
  id: string,
  { clusterName, nodeRole }: CreateNodegroupRequest,
): string {
  const InstanceProfileName = `eks-${id}`;
  const RoleName = nodeRole.slice(nodeRole.lastIndexOf("/") + 1);
  cloud.call(eksService, "iam", "CreateInstanceProfile", { InstanceProfileName });
  cloud.call(eksService, "iam", "AddRoleToInstanceProfile", { InstanceProfileName, RoleName });
  if (!eksState(cloud).accessEntries.has(inCluster(clusterName, nodeRole))) {
    addAccessEntry(cloud, { clusterName, principalArn: nodeRole, type: "EC2_LINUX" });
  }
  return InstanceProfileName;
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
}
