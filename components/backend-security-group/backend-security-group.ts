import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ArgsCheck } from "../shared/args-check.ts";
import { problemsOf, type Problem } from "../shared/args-error.ts";
import { FORMS } from "../shared/forms.ts";
import { checkReserved } from "../shared/reserved-names.ts";
import { checkTags, type Tags } from "../shared/tags.ts";
import { componentType, transformed, type Transform } from "../shared/transform.ts";

export interface BackendSecurityGroupArgs {
  /** VPC of the load balancer and of every cluster behind it. */
  readonly vpcId: pulumi.Input<string>;
  /**
   * Tags besides `Name`.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes the group where the args above do not reach. */
  readonly transform?: { readonly securityGroup?: Transform<aws.ec2.SecurityGroupArgs> };
}

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

  /** What the constructor would refuse, without constructing anything. */
  static problems(name: string, args: BackendSecurityGroupArgs): readonly Problem[] {
    return problemsOf(() => refuseWrongArgs(name, args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: BackendSecurityGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    refuseWrongArgs(name, args);
    super(componentType("BackendSecurityGroup"), name, {}, opts);
    const groupName = `${name}-group`;
    const group = new aws.ec2.SecurityGroup(
      groupName,
      transformed<aws.ec2.SecurityGroupArgs>(
        args.transform?.securityGroup,
        {
          vpcId: args.vpcId,
          description: "From the shared load balancer to the pods of all clusters",
          // No rule lets anything in: the group is only the source that the nodes' rules name.
          egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
          tags: { Name: name, ...args.tags },
        },
        groupName,
      ),
      { parent: this },
    );
    this.securityGroupId = group.id;
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}

function refuseWrongArgs(name: string, args: BackendSecurityGroupArgs): void {
  const check = new ArgsCheck(`BackendSecurityGroup "${name}"`);
  // The group's name begins with the component's.
  checkReserved(check, "the component's name", "securityGroup", name);
  check.text("vpcId", args.vpcId, ...FORMS.vpcId);
  checkTags(check, "tags", args.tags ?? {});
  check.finish();
}
