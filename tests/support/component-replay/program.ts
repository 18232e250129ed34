/**
 * A Pulumi program without components: a network as the real awsx makes it, and in it a cluster as the real eks does. It
 * runs in both hosts.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import awsx from "../../fixtures/component-traces/awsx-vpc-3.9.0.json" with { type: "json" };
import eks from "../../fixtures/component-traces/eks-4.3.0.json" with { type: "json" };
import { registrations, replay, type RecordedResource, type Registration, type Replayed } from "./replay.ts";

const ADDON = "aws:eks/addon:Addon";
const EIP = "aws:ec2/eip:Eip";
const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const SUBNET = "aws:ec2/subnet:Subnet";

/** Outputs that the components read (awsx/ec2/vpc.ts; cluster.ts, nodegroup.ts and servicerole.ts of nodejs/eks). */
const READS = {
  "aws:eks/cluster:Cluster": [
    "arn",
    "certificateAuthority",
    "endpoint",
    "identities",
    "kubernetesNetworkConfig",
    "name",
    "version",
    "vpcConfig",
  ],
  [EIP]: ["allocationId"],
  [LAUNCH_TEMPLATE]: ["latestVersion"],
  "aws:iam/role:Role": ["arn"],
  "aws:ec2/securityGroupRule:SecurityGroupRule": ["securityGroupRuleId"],
};

/** @returns every output that the components read, by type and name of the resource. */
export default function program(): Record<string, unknown> {
  const vpc = replayVpc();
  const cluster = replayCluster(vpc);
  return { ...vpc.outputs(), ...cluster.outputs() };
}

function replayVpc(): Replayed {
  const recorded = registrations(awsx, (position) => `sim-${position + 2}`);
  return replay(recorded, {
    reads: READS,
    amend: ({ type, name }, replayed) =>
      type === "aws:ec2/natGateway:NatGateway"
        ? { allocationId: replayed.output(EIP, name, "allocationId") }
        : {},
  });
}

function replayCluster(vpc: Replayed): Replayed {
  // Something that is not of the AWS provider came before the launch template.
  const recorded = registrations(eks, (position) => `sim-${position + (position < 15 ? 1 : 2)}`);
  const byTheProgram = (entry: Registration) => "name" in entry && entry.name === "node";
  // Its pods and the nodes come up side by side on AWS; here one thing is waited for at a time.
  const isLast = (entry: Registration) => "name" in entry && entry.name === "c-coredns";
  const components = recorded.filter((entry) => !byTheProgram(entry));
  const subnets = ["v-public-1", "v-public-2", "v-private-1", "v-private-2"];
  return replay([...components.filter((entry) => !isLast(entry)), ...components.filter(isLast)], {
    given: {
      "arn:aws:sim:sim-1": createNodeRole(),
      "vpc-1": vpc.resource("aws:ec2/vpc:Vpc", "v").id,
      ...Object.fromEntries(
        subnets.map((name, index) => [`subnet-${index + 1}`, vpc.resource(SUBNET, name).id]),
      ),
    },
    reads: READS,
    amend: amendOfCluster,
    dependsOn: ({ type, name }, replayed) => {
      if (type === NODE_GROUP) return [...vpc.all(), ...replayed.all()];
      return name === "c-coredns" ? [replayed.resource(NODE_GROUP, "ng")] : [];
    },
  });
}

/** The recording's provider had no version for a launch template, and the same one for all add-ons. */
function amendOfCluster({ type, inputs }: RecordedResource, replayed: Replayed): Record<string, unknown> {
  if (type === ADDON) {
    const { addonName } = inputs;
    const found = replayed.result<{ version: string }>("aws:eks/getAddonVersion:getAddonVersion", {
      addonName,
    });
    return { addonVersion: found.version };
  }
  if (type !== NODE_GROUP) return {};
  return {
    launchTemplate: {
      id: replayed.resource(LAUNCH_TEMPLATE, "ng-launchTemplate").id,
      version: replayed.output(LAUNCH_TEMPLATE, "ng-launchTemplate", "latestVersion").apply(String),
    },
  };
}

/** The program's part in the recording was a role that no node could have used. */
function createNodeRole(): pulumi.Output<string> {
  const role = new aws.iam.Role("node", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
  });
  const attachments = [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryPullOnly",
  ].map(
    (policy) =>
      new aws.iam.RolePolicyAttachment(`node-${policy}`, {
        role,
        policyArn: `arn:aws:iam::aws:policy/${policy}`,
      }),
  );
  return pulumi.all(attachments.map(({ id }) => id)).apply(() => role.arn);
}
