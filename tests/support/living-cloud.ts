import type { Answers } from "./pulumi-program.ts";
import { SHARED } from "./shared-stack.ts";
import { stackCloud } from "./stack-cloud.ts";

const ZONES = ["a", "b", "c"];
/** Public subnets of the cluster, one per zone. */
export const SUBNETS = ZONES.map((_, index) => `subnet-0000000000000000${index}`);

/** Tags of the guard of a primary that is as its file says. */
const REMEMBERED = Object.fromEntries(
  Object.entries({
    clusterName: "myeks",
    namespace: "game-2048",
    "ingress.scheme": "internet-facing",
    "ingress.loadBalancerName": "",
    ingressName: "ingress-2048",
    serviceName: "service-2048",
    "vpc.cidrBlock": "192.168.0.0/16",
    "vpc.publicSubnetCidrBlocks": "192.168.0.0/22 192.168.4.0/22 192.168.8.0/22",
    "vpc.privateSubnetCidrBlocks": "192.168.12.0/22 192.168.16.0/22 192.168.20.0/22",
    "vpc.availabilityZoneNames": ZONES.map((zone) => SHARED.region + zone).join(" "),
  }).map(([key, value]) => [`multicluster-ingress/${key}`, value]),
);

/** A cloud in which the primary lives, and a member with it. */
export const livingCloud: Answers = {
  outputs: (resource) => ({
    ...stackCloud.outputs!(resource),
    ...(resource.type === "awsx:ec2:Vpc" && { publicSubnetIds: SUBNETS }),
  }),
  calls: {
    ...stackCloud.calls,
    "pulumi:pulumi:readStackOutputs": () => ({
      outputs: {
        region: SHARED.region,
        deletionGuardArn: SHARED.deletionGuardArn,
        loadBalancerArn: SHARED.loadBalancerArn,
        clusterName: "myeks",
      },
    }),
    "aws:iam/getPolicy:getPolicy": () => ({ name: "guard", attachmentCount: 1, tags: REMEMBERED }),
    "aws:eks/getClusters:getClusters": () => ({ names: ["myeks"] }),
    "aws:eks/getCluster:getCluster": () => ({
      vpcConfig: { vpcId: SHARED.vpcId, subnetIds: SUBNETS },
    }),
    "aws:eks/getAddon:getAddon": () => ({ addonVersion: "v1.22.4-eksbuild.3" }),
    "aws:eks/getNodeGroups:getNodeGroups": () => ({ names: [] }),
    "aws:ec2/getVpc:getVpc": ({ id }) => ({ id, cidrBlock: "192.168.0.0/16", tags: {} }),
    "aws:ec2/getSubnets:getSubnets": () => ({ ids: SUBNETS }),
    "aws:ec2/getSubnet:getSubnet": ({ id }) => {
      const place = SUBNETS.indexOf(String(id));
      return {
        id,
        availabilityZone: SHARED.region + ZONES[place]!,
        cidrBlock: `192.168.${4 * place}.0/22`,
        tags: { Name: `myeks-vpc-public-${place + 1}` },
      };
    },
  },
};
