import type * as pulumi from "@pulumi/pulumi";
import type { SharedIngress } from "./contract/contract.ts";
import type { SharedNlb } from "./contract/shared-nlb.ts";
import type { SharedApp, SharedTargetGroup } from "./contract/shared-app.ts";

/** A target group as a stack exports it. */
export type TargetGroupOutput = Omit<SharedTargetGroup, "arn"> & { readonly arn: pulumi.Input<string> };

/** An application as a stack exports it. */
export type SharedAppOutput = Omit<SharedApp, "targetGroups"> & {
  readonly targetGroups: readonly TargetGroupOutput[];
};

/** A Network Load Balancer as a stack exports it. */
export type NlbOutput = Omit<SharedNlb, "loadBalancerDnsName" | "targetGroups"> & {
  readonly loadBalancerDnsName: pulumi.Input<string>;
  readonly targetGroups: readonly (Omit<SharedNlb["targetGroups"][number], "arn"> & {
    readonly arn: pulumi.Input<string>;
  })[];
};

/** What every stack exports; a primary adds all of {@link SharedIngress}. Plain values only, none of them secret. */
export interface StackOutputs extends Partial<{
  readonly [Output in Exclude<keyof SharedIngress, "apps" | "nlbs">]: pulumi.Input<SharedIngress[Output]>;
}> {
  /** Applications behind the load balancer, by name. */
  readonly apps?: Readonly<Record<string, SharedAppOutput>>;
  /** Of the first application: what members of the version before read. */
  readonly targetGroupArn?: pulumi.Input<string>;
  readonly deregistrationDelaySeconds?: number;
  readonly healthCheckPort?: number | "traffic-port";
  /** Name of the EKS cluster, for `aws eks update-kubeconfig --name`; an edge has none. */
  readonly clusterName?: pulumi.Output<string>;
  /** Key with which EKS encrypts for the cluster; of one that never had any there is no such output. */
  readonly encryptionKeyArn?: string;
  /** Services that the VPC which the stack made reaches by endpoints; without any there is no such output. */
  readonly vpcEndpoints?: readonly string[];
  /** Network Load Balancers of applications, by name; without any there is no such output. */
  readonly nlbs?: Readonly<Record<string, NlbOutput>>;
  /** Further blocks of the VPC which the stack made; without any there is no such output. */
  readonly secondaryCidrBlocks?: readonly string[];
  /** Name of an edge. */
  readonly edgeName?: string;
  /** Whether a destroy is refused; of a stack that was never protected there is no such output. */
  readonly deletionProtection?: boolean;
  /** Where clients go. */
  readonly loadBalancerDnsName: pulumi.Input<string>;
}
