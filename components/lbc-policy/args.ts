import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { LbcVersion } from "../lbc-addon/index.ts";
import type { AwsPartition } from "../shared/iam.ts";
import type { Tags } from "../shared/tags.ts";
import type { Transform } from "../shared/transform.ts";

/** Args of an {@link LbcPolicy}. */
export interface LbcPolicyArgs {
  /**
   * Release of the controller.
   * @default "3.5.0"
   */
  readonly version?: LbcVersion;
  /**
   * Partition of the account.
   * @default "aws"
   */
  readonly partition?: AwsPartition;
  /**
   * ARN of the only VPC in which controllers may open security groups of nodes.
   * @default - those of every VPC
   */
  readonly restrictToVpcArn?: pulumi.Input<string>;
  /**
   * Tags of the policy.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes the policy where the args above do not reach. */
  readonly transform?: { readonly policy?: Transform<aws.iam.PolicyArgs> };
}

/** Children of an {@link LbcPolicy}. */
export interface LbcPolicyNodes {
  readonly policy: aws.iam.Policy;
}
