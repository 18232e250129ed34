import type * as pulumi from "@pulumi/pulumi";

/** What either side results in. */
export interface IngressSide {
  readonly targetGroupArn: pulumi.Output<string>;
  readonly loadBalancerArn: pulumi.Output<string>;
  readonly loadBalancerDnsName: pulumi.Output<string>;
  readonly bindingName: pulumi.Output<string>;
  readonly ready: pulumi.Resource;
}
