/** Service-linked roles, which AWS services make for themselves in the account. */
import type { Cloud } from "../../cloud.ts";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { operation, type Caller } from "../operation.ts";
import type { Role } from "./role.ts";

/**
 * Role name and description by service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
const SERVICES: Readonly<Record<string, { readonly role: string; readonly description: string }>> = {
  "autoscaling.amazonaws.com": {
    role: "AWSServiceRoleForAutoScaling",
    description:
      "Default Service-Linked Role enables access to AWS Services and Resources used or managed by Auto Scaling",
  },
  "eks.amazonaws.com": {
    role: "AWSServiceRoleForAmazonEKS",
    description: "Allows Amazon EKS to call AWS services on your behalf.",
  },
  "eks-nodegroup.amazonaws.com": {
    role: "AWSServiceRoleForAmazonEKSNodegroup",
    description: "This policy allows Amazon EKS to create and manage Nodegroups",
  },
  "elasticloadbalancing.amazonaws.com": {
    role: "AWSServiceRoleForElasticLoadBalancing",
    description: "Allows ELB to call AWS services on your behalf.",
  },
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
      const { role: RoleName, description } = serviceOf(AWSServiceName);
      if (cloud.iam.roles.has(RoleName)) {
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
        Description: Description ?? description,
        MaxSessionDuration: 3600,
        Tags: [],
        AttachedPolicies: [],
        InlinePolicies: {},
      };
      return { Role: cloud.iam.roles.set(RoleName, role) };
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
  if (cloud.iam.roles.has(serviceOf(service).role)) return;
  cloud.call(caller, "iam", "CreateServiceLinkedRole", { AWSServiceName: service });
}

function roleArn(cloud: Cloud, service: string): string {
  const { role } = serviceOf(service);
  return cloud.arn("iam", `role/aws-service-role/${service}/${role}`, { regional: false });
}

function serviceOf(name: string): { readonly role: string; readonly description: string } {
  const service = SERVICES[name];
  if (service === undefined) throw new NotSimulated("iam:CreateServiceLinkedRole", name);
  return service;
}
