import * as pulumi from "@pulumi/pulumi";
import { createControllerPolicy } from "../lbc-addon/policy.ts";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType } from "../shared/child.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { LbcPolicyArgs, LbcPolicyNodes } from "./args.ts";
import { lbcPolicyProblems } from "./check.ts";
import { resolveLbcPolicyArgs } from "./resolve.ts";

/**
 * What AWS Load Balancer Controller may do, for an account in which no cluster is the first: every {@link LbcAddon} takes
 * it as `existingPolicyArn`. Where one cluster owns what is shared its own LbcAddon makes the policy.
 *
 * @example
 * const policy = new LbcPolicy("edge-lbc");
 */
export class LbcPolicy extends pulumi.ComponentResource {
  readonly policyArn: pulumi.Output<string>;
  readonly nodes: LbcPolicyNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: LbcPolicyArgs = {}): readonly ProblemOf<LbcPolicyArgs>[] {
    return lbcPolicyProblems(resolveLbcPolicyArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: LbcPolicyArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveLbcPolicyArgs(args);
    refuseProblems("LbcPolicy", name, lbcPolicyProblems(resolved));
    super(componentType("LbcPolicy"), name, {}, opts);

    const policy = createControllerPolicy(this, name, resolved);

    this.nodes = { policy };
    this.policyArn = policy.arn;
    this.registerOutputs({ policyArn: this.policyArn });
  }
}
