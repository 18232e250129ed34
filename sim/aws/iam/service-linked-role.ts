/** Service-linked roles, which AWS services make for themselves in the account. */
import type { Cloud } from "../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { Caller } from "../../core/caller.ts";
import type { Role } from "./records.ts";
import { iamState } from "./state.ts";

/**
 * Role name by service. The sentence with which a service describes its role is left out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
const ROLES: Readonly<Record<string, string>> = {
  "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
  "eks.amazonaws.com": "AWSServiceRoleForAmazonEKS",
  "eks-nodegroup.amazonaws.com": "AWSServiceRoleForAmazonEKSNodegroup",
  "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
};

interface CreateServiceLinkedRoleRequest {
  /** `elasticloadbalancing.amazonaws.com` */
  readonly AWSServiceName: string;
  readonly Description?: string;
}

export const serviceLinkedRoleOperations = {
  CreateServiceLinkedRole: operation<CreateServiceLinkedRoleRequest, { Role: Role }>({
    authorize: (cloud, { AWSServiceName }) => [
      {
        action: "iam:CreateServiceLinkedRole",
        resources: [roleArn(cloud, AWSServiceName)],
        context: { "iam:AWSServiceName": AWSServiceName },
      },
    ],
    run: (cloud, { AWSServiceName, Description }) => {
      const RoleName = roleName(AWSServiceName);
      if (iamState(cloud).roles.has(RoleName)) {
        throw new AwsError(
          "InvalidInput",
          `Service role name ${RoleName} has been taken in this account, please try a different suffix.`,
        );
      }
      const role: Role = {
        RoleName,
        RoleId: `AROA${cloud.ids.upper(17)}`,
        Arn: roleArn(cloud, AWSServiceName),
        Path: `/aws-service-role/${AWSServiceName}/`,
        CreateDate: cloud.clock.timestamp(),
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: AWSServiceName }, Action: "sts:AssumeRole" }],
        }),
        Description: Description ?? "",
        MaxSessionDuration: 3600,
        Tags: [],
        AttachedPolicies: [],
        InlinePolicies: {},
      };
      return { Role: iamState(cloud).roles.set(RoleName, role) };
    },
  }),
};

/**
 * Makes the service-linked role of a service unless it is there, as a service does with the permissions of the
 * caller who uses it first in an account.
 *
 * @throws AwsError when `caller` may not call iam:CreateServiceLinkedRole.
 */
export function ensureServiceLinkedRole(cloud: Cloud, caller: Caller, service: string): void {
  if (iamState(cloud).roles.has(roleName(service))) return;
  cloud.call(caller, "iam", "CreateServiceLinkedRole", { AWSServiceName: service });
}

function roleArn(cloud: Cloud, service: string): string {
  return cloud.arn("iam", `role/aws-service-role/${service}/${roleName(service)}`, { regional: false });
}

function roleName(service: string): string {
  const name = ROLES[service];
  if (name === undefined) throw new NotSimulated("iam:CreateServiceLinkedRole", service);
  return name;
}
