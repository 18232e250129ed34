import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  createServiceAccountRole,
  type ServiceAccountRole,
} from "../shared/identity/service-account-role.ts";
import { createControllerPolicy } from "./policy.ts";
import type { ResolvedLbcAddonArgs } from "./resolve.ts";
import { LBC_NAMESPACE, LBC_SERVICE_ACCOUNT, LBC_TRUSTED } from "./trust-policy.ts";

/** What the controller is in AWS. */
export interface ControllerIdentity extends Omit<ServiceAccountRole, "inlinePolicies"> {
  /** Undefined where there is one already. */
  readonly policy: aws.iam.Policy | undefined;
  readonly policyArn: pulumi.Output<string>;
}

/** The role of the controller, with its policy and the additional ones, and the way in which its pods come to it. */
export function createIdentity(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedLbcAddonArgs,
): ControllerIdentity {
  const { identity, clusterName, tags, transform } = args;
  const policy =
    args.existingPolicyArn === undefined ? createControllerPolicy(parent, name, args) : undefined;
  const policyArn = policy?.arn ?? pulumi.output(args.existingPolicyArn!);
  const { inlinePolicies: _none, ...role } = createServiceAccountRole(parent, name, {
    identity,
    clusterName,
    namespace: LBC_NAMESPACE,
    serviceAccount: LBC_SERVICE_ACCOUNT,
    trusted: LBC_TRUSTED,
    description: pulumi.interpolate`AWS Load Balancer Controller of cluster ${clusterName}`,
    policyArns: [policyArn, ...args.additionalPolicyArns],
    inlinePolicies: {},
    tags,
    transform,
  });
  return { policy, policyArn, ...role };
}
