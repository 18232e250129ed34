import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { transformed } from "../shared/transform.ts";
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
  name: string,
  args: ResolvedEksClusterArgs,
  parent: pulumi.Resource,
): NodeRole {
  const { partition } = aws.getPartitionOutput({}, { parent });
  const role = new aws.iam.Role(
    name,
    transformed<aws.iam.RoleArgs>(
      args.transform.nodeRole,
      {
        description: `Nodes of EKS cluster ${args.name}`,
        assumeRolePolicy: partition.apply((name) => JSON.stringify(trustPolicy(name))),
        tags: { ...args.tags },
      },
      name,
    ),
    { parent },
  );
  const policies = Object.entries(NODE_POLICIES).map(
    ([purpose, policy]) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-${purpose}`,
        { role: role.name, policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}` },
        { parent },
      ),
  );
  const held = args.additionalNodePolicyArns.map(
    (policyArn, index) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-additional-${index + 1}`,
        { role: role.name, policyArn },
        { parent },
      ),
  );
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
