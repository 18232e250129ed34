import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createChild } from "../shared/child.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { BackendSecurityGroupArgs, BackendSecurityGroupNodes } from "./args.ts";
import { backendSecurityGroupProblems } from "./check.ts";
import { resolveBackendSecurityGroupArgs, type ResolvedBackendSecurityGroupArgs } from "./resolve.ts";

/**
 * The security group that the shared load balancer carries towards the pods of all clusters: each cluster's
 * controller opens the container port of its own nodes to it.
 *
 * AWS Load Balancer Controller would make such a group by itself, one per cluster, and delete it with its last
 * Ingress. That deletion cannot succeed while rules of another cluster's nodes still name the group as their source.
 * A group that Pulumi owns, and that the controller gets as chart value `backendSecurityGroup`, is left alone by it
 * and goes last, after the bindings of all clusters have taken their rules away.
 */
export class BackendSecurityGroup extends pulumi.ComponentResource {
  /** What {@link LbcAddon} and {@link MultiClusterIngress} take as `backendSecurityGroupId`. */
  readonly securityGroupId: pulumi.Output<string>;
  readonly nodes: BackendSecurityGroupNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(
    name: string,
    args: BackendSecurityGroupArgs,
  ): readonly ProblemOf<BackendSecurityGroupArgs>[] {
    return backendSecurityGroupProblems(name, resolveBackendSecurityGroupArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: BackendSecurityGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveBackendSecurityGroupArgs(args);
    refuseProblems("BackendSecurityGroup", name, backendSecurityGroupProblems(name, resolved));
    super(componentType("BackendSecurityGroup"), name, {}, opts);

    const securityGroup = createSecurityGroup(this, name, resolved);

    this.nodes = { securityGroup };
    this.securityGroupId = securityGroup.id;
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}

function createSecurityGroup(
  parent: pulumi.Resource,
  name: string,
  { vpcId, tags, transform }: ResolvedBackendSecurityGroupArgs,
): aws.ec2.SecurityGroup {
  return createChild(aws.ec2.SecurityGroup, `${name}-group`, {
    args: {
      vpcId,
      description: "From the shared load balancer to the pods of all clusters",
      // No rule lets anything in: the group is only the source that the nodes' rules name.
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      tags: { Name: name, ...tags },
    },
    opts: { parent },
    transform: transform.securityGroup,
  });
}
