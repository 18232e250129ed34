import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import type { ResolvedApp } from "./resolve-app.ts";
import type { SideArgs } from "./side-args.ts";

/** Lets those who are named connect to the node port of an app, by a rule for each block, so that a further one touches no other. */
export function createNodePortRules(
  parent: pulumi.Resource,
  { name, resourceName, service }: ResolvedApp,
  { nodeSecurityGroupId, transform }: SideArgs,
): Readonly<Record<string, aws.ec2.SecurityGroupRule>> {
  const { nodePort, nodePortSources = [] } = service;
  return Object.fromEntries(
    nodePortSources.map((cidr) => [
      cidr,
      createChild(aws.ec2.SecurityGroupRule, `${resourceName}-node-port-${cidr.replace("/", "-")}`, {
        args: {
          // Both are there with sources: checked.
          securityGroupId: nodeSecurityGroupId!,
          fromPort: nodePort!,
          toPort: nodePort!,
          type: "ingress",
          protocol: "tcp",
          cidrBlocks: [cidr],
          description: `Node port of ${name}`,
        },
        opts: { parent },
        transform: transform.nodePortRule,
      }),
    ]),
  );
}
