import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags.ts";
import { componentType } from "../shared/transform.ts";
import { readGuard, rememberingTags, type FoundGuard } from "./found-guard.ts";

export interface DeletionGuardArgs {
  /**
   * Name of the guard. It is what the failing destroy shows, so let it say what to do.
   * @example "destroy-the-member-stacks-first"
   */
  readonly guardName: string;
  /**
   * What must not change while somebody holds the guard, by name, up to ten: tags of the guard keep it, see
   * {@link DeletionGuard.find}. Values are letters, digits, spaces and any of `_ . : / = + - @`, up to 256 of them.
   * @default - nothing
   * @example { namespace: "game-2048" }
   */
  readonly remembers?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Tags of the guard.
   * @default - none
   */
  readonly tags?: Tags;
}

/**
 * Lets the caller ask for its own identity, which IAM allows everybody: a policy must say something, and this grants
 * nothing.
 */
const GRANTS_NOTHING = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" }],
};

/**
 * Keeps a stack that others build on from being destroyed before them.
 *
 * Pulumi does not know that stacks need each other: `pulumi destroy` of the stack with the shared load balancer would
 * take the workload, the load balancer and the target group away before anything of the members refuses. The guard is an
 * IAM policy that members attach to a role which they make first and delete last, that of their nodes
 * ({@link EksClusterArgs.additionalNodePolicyArns}). IAM deletes no policy that is attached, at once and without retries.
 * Let it depend on everything else in the stack: then it is the first thing to be deleted, and nothing is gone when it
 * refuses.
 *
 * An update can take as much from members as a destroy. So the guard remembers what must stay, and a program asks for it
 * with {@link DeletionGuard.find} before it makes anything.
 */
export class DeletionGuard extends pulumi.ComponentResource {
  /** What members attach. */
  readonly policyArn: pulumi.Output<string>;

  /**
   * The guard as it is in AWS, before anything is registered.
   *
   * @returns undefined when there is no policy with that ARN.
   * @throws what the AWS provider says when the guard cannot be read.
   */
  static find(policyArn: string): Promise<FoundGuard | undefined> {
    return readGuard(policyArn);
  }

  constructor(name: string, args: DeletionGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("DeletionGuard"), name, {}, opts);
    const policy = new aws.iam.Policy(
      args.guardName,
      {
        description: "Grants nothing; while it is attached, what is shared must not be destroyed",
        policy: JSON.stringify(GRANTS_NOTHING),
        tags: { ...args.tags, ...rememberingTags(args.remembers) },
      },
      // IAM cannot change a description, and roles of members keep the guard from being replaced.
      { parent: this, ignoreChanges: ["description"] },
    );
    this.policyArn = policy.arn;
    this.registerOutputs({ policyArn: this.policyArn });
  }
}
