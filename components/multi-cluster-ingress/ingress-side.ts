import type * as pulumi from "@pulumi/pulumi";
import type { MultiClusterIngressNodes } from "./args.ts";

/** What either side results in. */
export interface IngressSide {
  readonly nodes: Pick<MultiClusterIngressNodes, "ingress" | "binding">;
  readonly targetGroupArn: pulumi.Output<string>;
  readonly loadBalancerArn: pulumi.Output<string>;
  readonly loadBalancerDnsName: pulumi.Output<string>;
  readonly bindingName: pulumi.Output<string>;
  readonly ready: pulumi.Resource;
}
