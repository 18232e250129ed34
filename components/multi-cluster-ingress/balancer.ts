import type * as pulumi from "@pulumi/pulumi";
import { orUnknown } from "../shared/load-balancer/of-controller.ts";
import type { BALANCER_KINDS } from "./args.ts";
import type { Applied } from "./await-applied.ts";
import type { ResolvedApp } from "./resolve-app.ts";
import type { AppService } from "./service.ts";

/** A load balancer that the controller made of an object in the cluster. */
export interface CreatedBalancer {
  readonly kind: "ingress" | "gateway";
  /** Is there when all that the controller makes of it is. */
  readonly last: pulumi.Resource;
  readonly loadBalancerArn: pulumi.Output<string>;
  readonly loadBalancerDnsName: pulumi.Output<string>;
  /** Target group, and binding of the same name, of an app; undefined where the controller makes none. */
  targetGroupOf(app: ResolvedApp): TargetGroupOutputs | undefined;
}

export interface TargetGroupOutputs {
  readonly arn: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
}

/** Outputs of an app's target group; in a preview they may not be known yet. */
export function targetGroupOutputs(
  applied: pulumi.Output<Pick<Applied, "targetGroups">>,
  { name }: ResolvedApp,
): TargetGroupOutputs {
  return {
    arn: applied.apply(({ targetGroups }) => orUnknown(targetGroups[name]?.arn)),
    name: applied.apply(({ targetGroups }) => orUnknown(targetGroups[name]?.name)),
  };
}

/** Of what there are load balancers. The first one counts. */
export function balancersOf(kind: (typeof BALANCER_KINDS)[number]): readonly CreatedBalancer["kind"][] {
  return kind.split("-and-") as CreatedBalancer["kind"][];
}

/** What an Ingress or a Gateway refers to. */
export interface IngressNeeds {
  readonly namespace: pulumi.Output<string>;
  readonly services: readonly AppService[];
}
