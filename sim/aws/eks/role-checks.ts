import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import type { Role } from "../iam/records.ts";
import { invalidParameter } from "./errors.ts";
import { eksService } from "./caller.ts";

/** The role with this ARN. @throws AwsError in the words of EKS when there is none. */
export function requiredRole(cloud: Cloud, roleArn: string): Role {
  const RoleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  try {
    return cloud.call(eksService, "iam", "GetRole", { RoleName }).Role;
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchEntity") {
      throw invalidParameter(`roleArn, ${roleArn}, does not exist`);
    }
    throw error;
  }
}

/** Whether the role's trust policy lets an AWS service assume it. */
export function trustsService(role: Role, service: string): boolean {
  const { Statement } = JSON.parse(role.AssumeRolePolicyDocument) as { Statement: unknown };
  return asList(Statement).some((statement) => {
    const { Effect, Action, Principal } = statement as {
      Effect: string;
      Action: unknown;
      Principal?: { Service?: unknown };
    };
    return (
      Effect === "Allow" &&
      asList(Action).some((action) => ["sts:AssumeRole", "sts:*", "*"].includes(String(action))) &&
      asList(Principal?.Service).includes(service)
    );
  });
}

/** Names of the AWS managed policies attached to the role. */
export function managedPoliciesOf(cloud: Cloud, role: Role): string[] {
  return cloud
    .call(eksService, "iam", "ListAttachedRolePolicies", { RoleName: role.RoleName })
    .AttachedPolicies.map(({ PolicyName }) => PolicyName);
}

function asList(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
