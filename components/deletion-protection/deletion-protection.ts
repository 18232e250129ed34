import * as pulumi from "@pulumi/pulumi";
import { componentType } from "../shared/transform.ts";

export interface DeletionProtectionArgs {
  /** Whether a destroy is refused. Switching it off takes an update, before which nothing can be destroyed. */
  readonly enabled: boolean;
}

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
  constructor(name: string, args: DeletionProtectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super(componentType("DeletionProtection"), name, {}, { ...opts, protect: args.enabled });
    this.registerOutputs({});
  }
}
