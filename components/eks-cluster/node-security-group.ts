import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

/**
 * The nodes' extra security group, if there are rules for one. It has no cluster tag, see `nodeSecurityGroupRules`, and
 * no outbound rule, as the cluster's own group lets everything out.
 */
export function createNodeSecurityGroup(
  parent: pulumi.Resource,
  name: string,
  { name: clusterName, network, nodeSecurityGroupRules, tags, transform }: ResolvedEksClusterArgs,
  dependsOn: readonly pulumi.Resource[],
): aws.ec2.SecurityGroup | undefined {
  if (nodeSecurityGroupRules.length === 0) return undefined;
  return createChild(aws.ec2.SecurityGroup, `${name}-node-security-group`, {
    args: {
      vpcId: network.vpcId,
      description: `Into the nodes of EKS cluster ${clusterName}`,
      ingress: nodeSecurityGroupRules.map((rule) => ({ ...rule, cidrBlocks: [...rule.cidrBlocks] })),
      tags: { ...tags, Name: `${clusterName}-nodes` },
    },
    opts: { parent, dependsOn: [...dependsOn] },
    transform: transform.nodeSecurityGroup,
  });
}
