import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

/**
 * What nodes need, and no more: join the cluster, pull images. Every pod that reaches the instance metadata service can do
 * the same.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
const NODE_POLICIES = {
  worker: "AmazonEKSWorkerNodePolicy",
  registry: "AmazonEC2ContainerRegistryPullOnly",
} as const;

/** Role of the nodes, and its policies, without which no node joins. */
export interface NodeRole {
  readonly role: aws.iam.Role;
  readonly policies: readonly aws.iam.RolePolicyAttachment[];
  /** What the role must have before the cluster or anything of it in the network is there, and until all of it is gone. */
  readonly held: readonly aws.iam.RolePolicyAttachment[];
}

export function createNodeRole(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedEksClusterArgs,
): NodeRole {
  const { partition } = aws.getPartitionOutput({}, { parent });
  const roleName = `${name}-node-role`;
  const role = createChild(aws.iam.Role, roleName, {
    args: {
      description: `Nodes of EKS cluster ${args.name}`,
      assumeRolePolicy: partition.apply((known) => JSON.stringify(trustPolicy(known))),
      tags: { ...args.tags },
    },
    opts: { parent },
    transform: args.transform.nodeRole,
  });
  const attach = (purpose: string, policyArn: pulumi.Input<string>) =>
    createChild(aws.iam.RolePolicyAttachment, `${roleName}-${purpose}`, {
      args: { role: role.name, policyArn },
      opts: { parent },
      transform: args.transform.nodeRolePolicy,
    });
  const policies = Object.entries(NODE_POLICIES).map(([purpose, policy]) =>
    attach(purpose, pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}`),
  );
  const held = args.additionalNodePolicyArns.map((arn, index) => attach(`additional-${index + 1}`, arn));
  return { role, policies, held };
}

/** EC2's name as a service: one of its own in China, the same in all other partitions. */
function trustPolicy(partition: string) {
  const service = partition === "aws-cn" ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com";
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  };
}
