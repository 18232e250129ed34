import type { TargetGroup } from "../../../../aws/elbv2/shapes.ts";
import { NotSimulated } from "../../../../core/errors.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import type { TargetGroupBinding } from "../kubernetes/objects.ts";

/** The target group of a binding, by its name. @throws SdkError when AWS has none. */
export function targetGroupByName(aws: Aws, name: string): TargetGroup {
  return single(
    aws.call("elasticloadbalancing", "DescribeTargetGroups", { Names: [name] }).TargetGroups,
    name,
  );
}

/** The target group of a binding, by its ARN; asked for once, when the first needs it. */
export function targetGroupOf(aws: Aws, { spec }: TargetGroupBinding): () => TargetGroup {
  const arn = spec.targetGroupARN ?? "";
  let found: { readonly group: TargetGroup } | { readonly error: unknown } | undefined;
  const look = () => {
    if (spec.iamRoleArnToAssume) throw new NotSimulated("TargetGroupBinding spec.iamRoleArnToAssume");
    const { TargetGroups } = aws.call("elasticloadbalancing", "DescribeTargetGroups", {
      TargetGroupArns: [arn],
    });
    return single(TargetGroups, arn);
  };
  return () => {
    if (found === undefined) {
      try {
        found = { group: look() };
      } catch (error) {
        found = { error };
      }
    }
    if ("error" in found) throw found.error;
    return found.group;
  };
}

function single(groups: readonly TargetGroup[], query: string): TargetGroup {
  const [group] = groups;
  if (group === undefined || groups.length > 1) {
    throw new Error(`expecting a single targetGroup with query [${query}] but got ${groups.length}`);
  }
  return group;
}
