import { z } from "zod";
import { awsFunction } from "../../pulumi/function.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/eks/getcluster/ */
export const getCluster = awsFunction({
  token: "aws:eks/getCluster:getCluster",
  args: { name: z.string() },
  invoke(cloud, { name }) {
    const { cluster } = cloud.call(cloud.administrator, "eks", "DescribeCluster", { name });
    return {
      id: name,
      accessConfigs: [cluster.accessConfig],
      arn: cluster.arn,
      certificateAuthorities: [cluster.certificateAuthority],
      clusterId: cluster.id,
      createdAt: cluster.createdAt,
      deletionProtection: cluster.deletionProtection,
      enabledClusterLogTypes: cluster.enabledLogTypes,
      endpoint: cluster.endpoint,
      identities: [{ oidcs: [{ issuer: cluster.identity.oidc.issuer }] }],
      kubernetesNetworkConfigs: [cluster.kubernetesNetworkConfig],
      name,
      platformVersion: cluster.platformVersion,
      roleArn: cluster.roleArn,
      status: cluster.status,
      tags: cluster.tags,
      upgradePolicies: [cluster.upgradePolicy],
      version: cluster.version,
      vpcConfig: cluster.resourcesVpcConfig,
    };
  },
});

/** https://www.pulumi.com/registry/packages/aws/api-docs/eks/getclusters/ */
export const getClusters = awsFunction({
  token: "aws:eks/getClusters:getClusters",
  args: {},
  invoke(cloud) {
    const { clusters } = cloud.call(cloud.administrator, "eks", "ListClusters", {});
    return { id: cloud.region, names: clusters };
  },
});
