import type * as pulumi from "@pulumi/pulumi";

/** What either side leads to. */
export interface IngressSide {
  readonly targetGroupArn: pulumi.Output<string>;
  readonly loadBalancerArn: pulumi.Output<string>;
  readonly loadBalancerDnsName: pulumi.Output<string>;
  readonly bindingName: pulumi.Output<string>;
  readonly ready: pulumi.Resource;
}
