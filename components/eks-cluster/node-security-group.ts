import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { transformed } from "../shared/transform.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

/**
 * The nodes' extra security group, if there are rules for one. It has no cluster tag, see `nodeSecurityGroupRules`, and
 * no outbound rule, as the cluster's own group lets everything out.
 */
export function createNodeSecurityGroup(
  name: string,
  args: ResolvedEksClusterArgs,
  { parent, dependsOn }: { readonly parent: pulumi.Resource; readonly dependsOn: readonly pulumi.Resource[] },
): aws.ec2.SecurityGroup | undefined {
  if (args.nodeSecurityGroupRules.length === 0) return undefined;
  return new aws.ec2.SecurityGroup(
    name,
    transformed<aws.ec2.SecurityGroupArgs>(
      args.transform.nodeSecurityGroup,
      {
        vpcId: args.network.vpcId,
        description: `Into the nodes of EKS cluster ${args.name}`,
        ingress: args.nodeSecurityGroupRules.map((rule) => ({ ...rule, cidrBlocks: [...rule.cidrBlocks] })),
        tags: { ...args.tags, Name: `${args.name}-nodes` },
      },
      name,
    ),
    { parent, dependsOn: [...dependsOn] },
  );
}
