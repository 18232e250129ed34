import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags.ts";
import { componentType } from "../shared/transform.ts";

export interface DeletionGuardArgs {
  /**
   * Name of the guard. It is what the failing destroy shows, so let it say what to do.
   * @example "destroy-the-member-stacks-first"
   */
  readonly guardName: string;
  /**
   * Tags of the guard.
   * @default - none
   */
  readonly tags?: Tags;
}

/** Asks for one's own identity, which IAM allows to everybody: a policy must say something, and this grants nothing. */
const GRANTS_NOTHING = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" }],
};

/**
 * Keeps a stack that others build on from being destroyed before them.
 *
 * Pulumi does not know that stacks need each other: `pulumi destroy` of the stack with the shared load balancer would
 * take the workload, the load balancer and the target group away before anything of the members refuses. The guard is an
 * IAM policy that members attach to their controller's role ({@link LbcAddonArgs.additionalPolicyArns}). IAM deletes no
 * policy that is attached, at once and without retries. Let it depend on everything else in the stack: then it is the
 * first thing to be deleted, and nothing is gone when it refuses.
 */
export class DeletionGuard extends pulumi.ComponentResource {
  /** What members attach. */
  readonly policyArn: pulumi.Output<string>;

  constructor(name: string, args: DeletionGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("DeletionGuard"), name, {}, opts);
    const policy = new aws.iam.Policy(
      args.guardName,
      {
        description: "Grants nothing; while it is attached, what is shared must not be destroyed",
        policy: JSON.stringify(GRANTS_NOTHING),
        tags: { ...args.tags },
      },
      { parent: this },
    );
    this.policyArn = policy.arn;
    this.registerOutputs({ policyArn: this.policyArn });
  }
}
