/** How CloudWatch names load balancers and target groups: by the last parts of their ARNs. */
import * as pulumi from "@pulumi/pulumi";
import type { WatchedApp } from "./args.ts";
import type { ResolvedEdgeAlarmsArgs } from "./resolve.ts";

export type Dimensions = Readonly<Record<string, pulumi.Input<string>>>;

export const ALB_NAMESPACE = "AWS/ApplicationELB";

/** `app/name/id` */
export function loadBalancerDimensions({
  loadBalancerArn,
}: Pick<ResolvedEdgeAlarmsArgs, "loadBalancerArn">): Dimensions {
  return { LoadBalancer: pulumi.output(loadBalancerArn).apply((arn) => arn.split(":loadbalancer/").at(-1)!) };
}

/** `targetgroup/name/id`, with that of the load balancer. */
export function targetGroupDimensions(
  args: Pick<ResolvedEdgeAlarmsArgs, "loadBalancerArn">,
  { targetGroupArn }: WatchedApp,
): Dimensions {
  const TargetGroup = pulumi.output(targetGroupArn).apply((arn) => arn.split(":").at(-1)!);
  return { TargetGroup, ...loadBalancerDimensions(args) };
}
