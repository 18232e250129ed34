import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType } from "../shared/child.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { DeletionProtectionArgs, DeletionProtectionNodes } from "./args.ts";
import { deletionProtectionProblems } from "./check.ts";

/**
 * Refuses `pulumi destroy` before anything is gone.
 *
 * EKS and Elastic Load Balancing can be told to refuse the deletion of a cluster or a load balancer, but a destroy
 * comes to them late: the workload is gone by then, and with it the service. This is nothing in AWS, only an entry in
 * Pulumi's state with the option `protect`. Let it depend on everything else in the stack: then it is the first thing
 * that a destroy comes to, and the preview with which a destroy begins refuses the whole of it. With `--skip-preview`
 * there is no preview: the engine then leaves alone what this depends on, but not children of remote components.
 *
 * Its name is what the message shows, so let it say what to do. Keep it in the program with `enabled: false` once it was
 * there: the engine does not drop what is protected.
 *
 * @example
 * new DeletionProtection("set-deletionProtection-to-false-and-update-first", { enabled: true }, {
 *   dependsOn: [vpc, cluster, app],
 * });
 */
export class DeletionProtection extends pulumi.ComponentResource {
  readonly nodes: DeletionProtectionNodes = {};

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: DeletionProtectionArgs): readonly ProblemOf<DeletionProtectionArgs>[] {
    return deletionProtectionProblems(args);
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: DeletionProtectionArgs, opts?: pulumi.ComponentResourceOptions) {
    refuseProblems("DeletionProtection", name, deletionProtectionProblems(args));
    super(componentType("DeletionProtection"), name, {}, { ...opts, protect: args.enabled });
    this.registerOutputs({});
  }
}
