import { madeByController } from "./made-by-controller.ts";
import type { Answers } from "./pulumi-program.ts";
import { SHARED, SHARED_TARGET_GROUP } from "./shared-stack.ts";

const ingress = madeByController({
  hostname: SHARED.loadBalancerDnsName,
  loadBalancerArn: SHARED.loadBalancerArn,
  targetGroupArn: SHARED_TARGET_GROUP,
  targetGroupName: "k8s-game2048-service2-0123456789",
  targetGroupTags: {
    "elbv2.k8s.aws/cluster": "myeks",
    "ingress.k8s.aws/resource": "game-2048/ingress-2048-service-2048:80",
  },
});

/** Answers of a cloud in which a whole stack of either role comes up. */
export const stackCloud: Answers = {
  calls: {
    "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: "111122223333" }),
    // The stack that runs was not brought up yet.
    "pulumi:pulumi:readStackOutputs": () => ({ outputs: {} }),
    "aws:index/getPartition:getPartition": () => ({ partition: "aws" }),
    "aws:index/getRegion:getRegion": () => ({ region: SHARED.region }),
    "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({
      names: ["a", "b", "c", "d"].map((zone) => SHARED.region + zone),
      zoneIds: ["apne2-az1", "apne2-az2", "apne2-az3", "apne2-az4"],
    }),
    "aws:eks/getClusters:getClusters": () => ({ names: [] }),
    "aws:ec2/getVpc:getVpc": ({ id }) => ({ id, arn: `arn:of:${String(id)}` }),
    ...ingress.calls,
  },
  outputs: ({ type, name, inputs }) => {
    switch (type) {
      case "pulumi:pulumi:StackReference":
        return { outputs: SHARED, secretOutputNames: [] };
      case "awsx:ec2:Vpc":
        return {
          vpcId: SHARED.vpcId,
          publicSubnetIds: SHARED.publicSubnetIds,
          privateSubnetIds: SHARED.privateSubnetIds,
        };
      case "eks:index:Cluster":
        return {
          eksCluster: { ...inputs, arn: `arn:of:${name}`, endpoint: `https://${name}` },
          clusterSecurityGroupId: "sg-cluster",
          oidcProviderUrl: `https://oidc.eks/id/${name}`,
          kubeconfigJson: "{}",
        };
      case "kubernetes:networking.k8s.io/v1:Ingress":
        return ingress.outputs({ type, name, inputs });
      case "aws:iam/role:Role":
        return { arn: `arn:of:${name}`, name };
      default:
        return { arn: `arn:of:${name}`, latestVersion: 1 };
    }
  },
};
