import type { Cloud } from "../../core/cloud.ts";

/** The ARN of what IAM has in the account: `role/app`, `policy/team/p`. */
export function iamArn(cloud: Cloud, resource: string): string {
  return cloud.arn("iam", resource, { regional: false });
}
