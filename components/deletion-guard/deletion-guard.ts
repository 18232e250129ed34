import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createChild } from "../shared/child.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { DeletionGuardArgs, DeletionGuardNodes } from "./args.ts";
import { deletionGuardProblems } from "./check.ts";
import { readGuard, rememberingTags, type FoundGuard } from "./found-guard.ts";
import { resolveDeletionGuardArgs, type ResolvedDeletionGuardArgs } from "./resolve.ts";

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
  readonly nodes: DeletionGuardNodes;

  /**
   * The guard as it is in AWS, before anything is registered.
   *
   * @returns undefined when there is no policy with that ARN.
   * @throws what the AWS provider says when the guard cannot be read.
   */
  static find(policyArn: string): Promise<FoundGuard | undefined> {
    return readGuard(policyArn);
  }

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: DeletionGuardArgs): readonly ProblemOf<DeletionGuardArgs>[] {
    return deletionGuardProblems(resolveDeletionGuardArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: DeletionGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveDeletionGuardArgs(args);
    refuseProblems("DeletionGuard", name, deletionGuardProblems(resolved));
    super(componentType("DeletionGuard"), name, {}, opts);

    const policy = createPolicy(this, resolved);

    this.nodes = { policy };
    this.policyArn = policy.arn;
    this.registerOutputs({ policyArn: this.policyArn });
  }
}

/**
 * Lets the caller ask for its own identity, which IAM allows everybody: a policy must say something, and this grants
 * nothing.
 */
const GRANTS_NOTHING = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" }],
};

function createPolicy(
  parent: pulumi.Resource,
  { guardName, remembers, tags, transform }: ResolvedDeletionGuardArgs,
): aws.iam.Policy {
  return createChild(aws.iam.Policy, guardName, {
    args: {
      description: "Grants nothing; while it is attached, what is shared must not be destroyed",
      policy: JSON.stringify(GRANTS_NOTHING),
      tags: { ...tags, ...rememberingTags(remembers) },
    },
    // IAM cannot change a description, and roles of members keep the guard from being replaced.
    opts: { parent, ignoreChanges: ["description"] },
    transform: transform.policy,
  });
}
