import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags.ts";
import type { Transform } from "../shared/transform.ts";

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

/** Children of a {@link BackendSecurityGroup}. */
export interface BackendSecurityGroupNodes {
  readonly securityGroup: aws.ec2.SecurityGroup;
}
