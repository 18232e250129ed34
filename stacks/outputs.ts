import type * as pulumi from "@pulumi/pulumi";
import type { SharedIngress } from "./contract/contract.ts";

/** What every stack exports; a primary adds all of {@link SharedIngress}. Plain values only, none of them secret. */
export interface StackOutputs extends Partial<{
  readonly [Output in keyof SharedIngress]: pulumi.Input<SharedIngress[Output]>;
}> {
  /** Name of the EKS cluster, for `aws eks update-kubeconfig --name`. */
  readonly clusterName: pulumi.Output<string>;
  /** Whether a destroy is refused; of a stack that was never protected there is no such output. */
  readonly deletionProtection?: boolean;
  /** Where clients go. */
  readonly loadBalancerDnsName: pulumi.Input<string>;
}
