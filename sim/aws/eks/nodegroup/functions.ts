import { z } from "zod";
import { awsFunction } from "../../pulumi/function.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/eks/getnodegroups/ */
export const getNodeGroups = awsFunction({
  token: "aws:eks/getNodeGroups:getNodeGroups",
  args: { clusterName: z.string() },
  invoke(cloud, { clusterName }) {
    const { nodegroups } = cloud.call(cloud.administrator, "eks", "ListNodegroups", { clusterName });
    return { id: clusterName, clusterName, names: nodegroups };
  },
});

/** https://www.pulumi.com/registry/packages/aws/api-docs/eks/getnodegroup/ */
export const getNodeGroup = awsFunction({
  token: "aws:eks/getNodeGroup:getNodeGroup",
  args: { clusterName: z.string(), nodeGroupName: z.string() },
  invoke(cloud, { clusterName, nodeGroupName }) {
    const key = { clusterName, nodegroupName: nodeGroupName };
    const { nodegroup } = cloud.call(cloud.administrator, "eks", "DescribeNodegroup", key);
    return {
      id: `${clusterName}:${nodeGroupName}`,
      clusterName,
      nodeGroupName,
      amiType: nodegroup.amiType,
      arn: nodegroup.nodegroupArn,
      capacityType: nodegroup.capacityType,
      diskSize: nodegroup.diskSize ?? 0,
      instanceTypes: nodegroup.instanceTypes,
      labels: nodegroup.labels,
      nodeRoleArn: nodegroup.nodeRole,
      releaseVersion: nodegroup.releaseVersion,
      scalingConfigs: [nodegroup.scalingConfig],
      status: nodegroup.status,
      subnetIds: nodegroup.subnets,
      tags: nodegroup.tags,
      version: nodegroup.version,
    };
  },
});
