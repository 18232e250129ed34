import type { LaunchTemplateData } from "../../../../sim/aws/ec2/records.ts";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import type { CreateClusterRequest } from "../../../../sim/aws/eks/cluster/requests.ts";
import type { CreateNodegroupRequest } from "../../../../sim/aws/eks/nodegroup/requests.ts";
import type { Nodegroup } from "../../../../sim/aws/eks/records.ts";
import { eksState } from "../../../../sim/aws/eks/state.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { AwsError } from "../../../../sim/core/errors.ts";
import { clustersOf } from "../../../../sim/kubernetes/clusters.ts";
import type { Node } from "../../../../sim/kubernetes/objects.ts";

/** An account with a VPC of two public and two private subnets, and roles for clusters and nodes. */
export interface World {
  readonly cloud: SimulatedCloud;
  readonly vpcId: string;
  /** In zones a and b. */
  readonly publicSubnets: readonly [string, string];
  /** In zones a and b, without a way to the internet. */
  readonly privateSubnets: readonly [string, string];
  readonly clusterRole: string;
  readonly nodeRole: string;
}

const workerPolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEC2ContainerRegistryPullOnly",
];

export interface WorldOptions {
  readonly region?: string;
  readonly vpcCidr?: string;
  readonly subnetBits?: number;
}

export function makeWorld(options: WorldOptions = {}): World {
  const cloud = new SimulatedCloud({ ...(options.region === undefined ? {} : { region: options.region }) });
  const admin = cloud.administrator;
  const prefix = options.vpcCidr ?? "192.168.0.0/16";
  const { VpcId } = cloud.call(admin, "ec2", "CreateVpc", { CidrBlock: prefix }).Vpc;
  const { InternetGatewayId } = cloud.call(admin, "ec2", "CreateInternetGateway", {}).InternetGateway;
  cloud.call(admin, "ec2", "AttachInternetGateway", { InternetGatewayId, VpcId });
  const { RouteTableId } = cloud.call(admin, "ec2", "CreateRouteTable", { VpcId }).RouteTable;
  cloud.call(admin, "ec2", "CreateRoute", {
    RouteTableId,
    DestinationCidrBlock: "0.0.0.0/0",
    GatewayId: InternetGatewayId,
  });
  const [first, second] = prefix.split(".");
  const subnet = (third: number, zone: string) =>
    cloud.call(admin, "ec2", "CreateSubnet", {
      VpcId,
      CidrBlock: `${first}.${second}.${third}.0/${options.subnetBits ?? 22}`,
      AvailabilityZone: `${cloud.region}${zone}`,
    }).Subnet.SubnetId;
  const publicSubnets = [subnet(0, "a"), subnet(4, "b")] as const;
  const privateSubnets = [subnet(12, "a"), subnet(16, "b")] as const;
  for (const SubnetId of publicSubnets) {
    cloud.call(admin, "ec2", "AssociateRouteTable", { RouteTableId, SubnetId });
    cloud.call(admin, "ec2", "ModifySubnetAttribute", { SubnetId, MapPublicIpOnLaunch: { Value: true } });
  }
  return {
    cloud,
    vpcId: VpcId,
    publicSubnets,
    privateSubnets,
    clusterRole: makeRole(cloud, "cluster", "eks.amazonaws.com", ["AmazonEKSClusterPolicy"]),
    nodeRole: makeRole(cloud, "nodes", "ec2.amazonaws.com", workerPolicies),
  };
}

/** A role that a service may assume. @returns its ARN. */
export function makeRole(
  cloud: SimulatedCloud,
  RoleName: string,
  service: string,
  policies: readonly string[],
  actions: readonly string[] = ["sts:AssumeRole"],
): string {
  const { Arn } = cloud.call(cloud.administrator, "iam", "CreateRole", {
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: actions }],
    }),
  }).Role;
  for (const policy of policies) {
    cloud.call(cloud.administrator, "iam", "AttachRolePolicy", {
      RoleName,
      PolicyArn: `arn:aws:iam::aws:policy/${policy}`,
    });
  }
  return Arn;
}

/** A request for a cluster in the public subnets. */
export function clusterRequest(
  world: World,
  changes: Partial<CreateClusterRequest> = {},
): CreateClusterRequest {
  return {
    name: "myeks",
    version: "1.35",
    roleArn: world.clusterRole,
    resourcesVpcConfig: { subnetIds: world.publicSubnets },
    accessConfig: { authenticationMode: "API" },
    ...changes,
  };
}

/** Makes a cluster and waits until it is active. */
export function makeCluster(world: World, changes: Partial<CreateClusterRequest> = {}): string {
  const { cloud } = world;
  const { name } = cloud.call(
    cloud.administrator,
    "eks",
    "CreateCluster",
    clusterRequest(world, changes),
  ).cluster;
  cloud.clock.waitUntil(() => eksState(cloud).clusters.get(name).status === "ACTIVE", 30 * 60_000);
  return name;
}

/** A request for a node group of two t3.medium in the public subnets. */
export function nodegroupRequest(
  world: World,
  changes: Partial<CreateNodegroupRequest> = {},
): CreateNodegroupRequest {
  return {
    clusterName: "myeks",
    nodegroupName: "ng",
    nodeRole: world.nodeRole,
    subnets: world.publicSubnets,
    scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
    ...changes,
  };
}

/** Makes a node group and waits until EKS has an opinion on it. */
export function makeNodegroup(world: World, changes: Partial<CreateNodegroupRequest> = {}): Nodegroup {
  const { cloud } = world;
  const request = nodegroupRequest(world, changes);
  cloud.call(cloud.administrator, "eks", "CreateNodegroup", request);
  const describe = () =>
    cloud.call(cloud.administrator, "eks", "DescribeNodegroup", {
      clusterName: request.clusterName,
      nodegroupName: request.nodegroupName,
    }).nodegroup;
  cloud.clock.waitUntil(() => describe().status !== "CREATING", 60 * 60_000);
  return describe();
}

/** Makes a launch template. @returns its id. */
export function makeTemplate({ cloud }: World, LaunchTemplateData: LaunchTemplateData): string {
  return cloud.call(cloud.administrator, "ec2", "CreateLaunchTemplate", {
    LaunchTemplateName: `template-${ec2State(cloud).launchTemplates.size}`,
    LaunchTemplateData,
  }).LaunchTemplate.LaunchTemplateId;
}

/** User data in base64: a MIME document with one nodeadm configuration. */
export function nodeConfig(spec: object): string {
  const document = JSON.stringify({ apiVersion: "node.eks.aws/v1alpha1", kind: "NodeConfig", spec });
  const mime = `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="//"

--//
Content-Type: text/x-shellscript; charset="us-ascii"

#!/bin/bash
echo hello

--//
Content-Type: application/node.eks.aws

${document}

--//--
`;
  return Buffer.from(mime).toString("base64");
}

/** The nodes of a cluster. */
export function nodesOf({ cloud }: World, cluster = "myeks"): Node[] {
  return (clustersOf(cloud).get(cluster)?.api.list("v1/Node") ?? []) as Node[];
}

/** Code and words of what AWS refuses. */
export function refusal(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("not refused");
}
