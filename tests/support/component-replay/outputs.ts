import { expect } from "vitest";

/** Shapes of the outputs that the components of {@link program} read, for `toEqual`. */
export const READ_OUTPUTS = {
  "aws:ec2/eip:Eip v-1": { allocationId: matching(/^eipalloc-[0-9a-f]{17}$/) },
  "aws:ec2/launchTemplate:LaunchTemplate ng-launchTemplate": { latestVersion: 1 },
  ...Object.fromEntries(
    [
      "c-eksClusterIngressRule",
      "c-eksClusterInternetEgressRule",
      "c-eksExtApiServerClusterIngressRule",
      "c-eksNodeClusterIngressRule",
      "c-eksNodeIngressRule",
      "c-eksNodeInternetEgressRule",
    ].map((name) => [
      `aws:ec2/securityGroupRule:SecurityGroupRule ${name}`,
      { securityGroupRuleId: matching(/^sgr-[0-9a-f]{17}$/) },
    ]),
  ),
  "aws:eks/cluster:Cluster c-eksCluster": {
    arn: matching(/^arn:aws:eks:ap-northeast-2:\d{12}:cluster\/c-eksCluster-[0-9a-f]{7}$/),
    certificateAuthority: { data: matching(/^[A-Za-z0-9+/]+=*$/) },
    endpoint: matching(/^https:\/\/[0-9A-F]{32}\.gr7\.ap-northeast-2\.eks\.amazonaws\.com$/),
    identities: [
      {
        oidcs: [
          { issuer: matching(/^https:\/\/oidc\.eks\.ap-northeast-2\.amazonaws\.com\/id\/[0-9A-F]{32}$/) },
        ],
      },
    ],
    kubernetesNetworkConfig: expect.objectContaining({
      ipFamily: "ipv4",
      serviceIpv4Cidr: "10.100.0.0/16",
    }) as object,
    name: matching(/^c-eksCluster-[0-9a-f]{7}$/),
    version: "1.34",
    vpcConfig: expect.objectContaining({ clusterSecurityGroupId: matching(/^sg-[0-9a-f]{17}$/) }) as object,
  },
  "aws:iam/role:Role c-eksRole-role": {
    arn: matching(/^arn:aws:iam::\d{12}:role\/c-eksRole-role-[0-9a-f]{7}$/),
  },
};

function matching(pattern: RegExp): string {
  return expect.stringMatching(pattern) as string;
}
