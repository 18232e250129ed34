import { z } from "zod";
import { providerCaller } from "../../provider-config.ts";
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

/** https://www.pulumi.com/registry/packages/aws/api-docs/eks/getclusterauth/ */
export const getClusterAuth = awsFunction({
  token: "aws:eks/getClusterAuth:getClusterAuth",
  args: { name: z.string() },
  // Sensitive in the provider, too: internal/service/eks/cluster_auth_data_source.go of terraform-provider-aws.
  secret: ["token"],
  /** The token is a signed request to STS, which tells the cluster who the caller is. */
  invoke(cloud, { name }, provider) {
    const { arn } = providerCaller(cloud, provider);
    const request = `https://sts.${cloud.region}.${cloud.dnsSuffix}/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Credential=${arn}&cluster=${name}`;
    return { id: name, name, token: `k8s-aws-v1.${Buffer.from(request).toString("base64url")}` };
  },
});
