import { expect, it } from "vitest";
import { vpcCniConfiguration } from "../../../components/eks-cluster/pod-networking.ts";

it.each([
  [{ mode: "secondary-ip" } as const, { env: { WARM_ENI_TARGET: "1" } }],
  [
    { mode: "secondary-ip", warmEniTarget: 0, warmIpTarget: 2, minimumIpTarget: 10 } as const,
    { env: { WARM_ENI_TARGET: "0", WARM_IP_TARGET: "2", MINIMUM_IP_TARGET: "10" } },
  ],
  [
    { mode: "secondary-ip", externalSnat: true } as const,
    { env: { AWS_VPC_K8S_CNI_EXTERNALSNAT: "true", WARM_ENI_TARGET: "1" } },
  ],
  [
    { mode: "secondary-ip", subnetDiscovery: false } as const,
    { env: { ENABLE_SUBNET_DISCOVERY: "false", WARM_ENI_TARGET: "1" } },
  ],
  [{ mode: "secondary-ip", externalSnat: false } as const, { env: { WARM_ENI_TARGET: "1" } }],
  [
    { mode: "prefix-delegation" } as const,
    { env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" } },
  ],
  [
    {
      mode: "custom-networking",
      podSubnetIds: { "ap-northeast-2a": "subnet-a", "ap-northeast-2b": "subnet-b" },
      podSecurityGroupIds: ["sg-pods"],
    } as const,
    {
      env: {
        AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true",
        ENI_CONFIG_LABEL_DEF: "topology.kubernetes.io/zone",
        WARM_ENI_TARGET: "1",
      },
      eniConfig: {
        create: true,
        region: "ap-northeast-2",
        subnets: {
          "ap-northeast-2a": { id: "subnet-a", securityGroups: ["sg-pods"] },
          "ap-northeast-2b": { id: "subnet-b", securityGroups: ["sg-pods"] },
        },
      },
    },
  ],
])("configures the network plugin for %j", (networking, expected) => {
  const podAnnotations = { "multicluster-ingress/role-arn": "arn:of:role" };
  expect(vpcCniConfiguration(networking, { region: "ap-northeast-2", roleArn: "arn:of:role" })).toEqual({
    ...expected,
    podAnnotations,
  });
});
