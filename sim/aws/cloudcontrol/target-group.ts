import type { Caller } from "../../core/caller.ts";
import type { Cloud } from "../../core/cloud.ts";
import { unlessGone } from "../kind/waiting.ts";

/**
 * A target group with the targets that are registered, whoever registered them. Whether AWS shows those that drain is not
 * known; they are shown here.
 *
 * Properties and calls: https://schema.cloudformation.us-east-1.amazonaws.com/aws-elasticloadbalancingv2-targetgroup.json
 */
export function readTargetGroup(cloud: Cloud, caller: Caller, arn: string): object | undefined {
  const found = unlessGone(["TargetGroupNotFound"], () =>
    cloud.call(caller, "elasticloadbalancing", "DescribeTargetGroups", { TargetGroupArns: [arn] }),
  );
  const group = found?.TargetGroups[0];
  if (group === undefined) return undefined;
  const { TargetGroupArn } = group;
  const { Attributes } = cloud.call(caller, "elasticloadbalancing", "DescribeTargetGroupAttributes", {
    TargetGroupArn,
  });
  const { TargetHealthDescriptions } = cloud.call(caller, "elasticloadbalancing", "DescribeTargetHealth", {
    TargetGroupArn,
  });
  const { TagDescriptions } = cloud.call(caller, "elasticloadbalancing", "DescribeTags", {
    ResourceArns: [TargetGroupArn],
  });
  return {
    ...group,
    Name: group.TargetGroupName,
    TargetGroupFullName: TargetGroupArn.slice(TargetGroupArn.indexOf("targetgroup/")),
    TargetGroupAttributes: Attributes,
    Targets: TargetHealthDescriptions.map(({ Target }) => Target),
    Tags: TagDescriptions[0]?.Tags ?? [],
  };
}
