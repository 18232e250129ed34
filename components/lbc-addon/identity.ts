import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import type { ResolvedLbcAddonArgs } from "./resolve.ts";
import {
  irsaTrustPolicy,
  LBC_NAMESPACE,
  LBC_SERVICE_ACCOUNT,
  podIdentityTrustPolicy,
} from "./trust-policy.ts";
import { LBC_RELEASES } from "./versions.ts";

/** What the controller is in AWS. */
export interface ControllerIdentity {
  /** Undefined where there is one already. */
  readonly policy: aws.iam.Policy | undefined;
  readonly policyArn: pulumi.Output<string>;
  readonly role: aws.iam.Role;
  readonly rolePolicies: readonly aws.iam.RolePolicyAttachment[];
  readonly podIdentityAssociation: aws.eks.PodIdentityAssociation | undefined;
  /** Must be there before the controller's first pod: pods get credentials when they are made, or never. */
  readonly granted: readonly pulumi.Resource[];
}

/** The role of the controller, with its policy, and the way in which its pods come to it. */
export function createIdentity(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedLbcAddonArgs,
): ControllerIdentity {
  const policy = args.existingPolicyArn === undefined ? createPolicy(parent, name, args) : undefined;
  const policyArn = policy?.arn ?? pulumi.output(args.existingPolicyArn!);
  const role = createRole(parent, name, args);
  const rolePolicies = attachPolicies(parent, name, args, { role, policyArn });
  const podIdentityAssociation =
    args.identity.type === "irsa" ? undefined : createAssociation(parent, name, args, { role, rolePolicies });
  const granted = podIdentityAssociation === undefined ? rolePolicies : [podIdentityAssociation];
  return { policy, policyArn, role, rolePolicies, podIdentityAssociation, granted };
}

function createPolicy(parent: pulumi.Resource, name: string, args: ResolvedLbcAddonArgs): aws.iam.Policy {
  const { partition, restrictToVpcArn, version } = args;
  const document = pulumi
    .output(restrictToVpcArn)
    .apply((nodeSecurityGroupVpcArn) =>
      JSON.stringify(LBC_RELEASES[version].policy({ partition, ...defined({ nodeSecurityGroupVpcArn }) })),
    );
  return createChild(aws.iam.Policy, `${name}-policy`, {
    args: {
      description: "What AWS Load Balancer Controller may do",
      policy: document,
      tags: args.tags,
    },
    // IAM cannot change a description, and roles of other stacks keep a policy from being replaced.
    opts: { parent, ignoreChanges: ["description"] },
    transform: args.transform.policy,
  });
}

function createRole(parent: pulumi.Resource, name: string, args: ResolvedLbcAddonArgs): aws.iam.Role {
  return createChild(aws.iam.Role, `${name}-role`, {
    args: {
      description: pulumi.interpolate`AWS Load Balancer Controller of cluster ${args.clusterName}`,
      assumeRolePolicy: trustPolicy(args),
      tags: args.tags,
    },
    opts: { parent },
    transform: args.transform.role,
  });
}

/** Both ways at all times: either may be taken up, and given up, while pods run that came the other way. */
function trustPolicy({ identity, clusterName }: ResolvedLbcAddonArgs): pulumi.Output<string> {
  const { oidcIssuer, oidcProviderArn } = identity;
  return pulumi.all([clusterName, oidcIssuer, oidcProviderArn]).apply(([cluster, issuer, providerArn]) => {
    const { Version, Statement } = podIdentityTrustPolicy(cluster);
    const irsa =
      issuer === undefined || providerArn === undefined ? [] : irsaTrustPolicy(issuer, providerArn).Statement;
    return JSON.stringify({ Version, Statement: [...irsa, ...Statement] });
  });
}

/** The controller's own policy, and the additional ones. */
function attachPolicies(
  parent: pulumi.Resource,
  name: string,
  { additionalPolicyArns, transform }: ResolvedLbcAddonArgs,
  { role, policyArn }: Pick<ControllerIdentity, "role" | "policyArn">,
): aws.iam.RolePolicyAttachment[] {
  return [policyArn, ...additionalPolicyArns].map((arn, index) =>
    createChild(aws.iam.RolePolicyAttachment, `${name}-role-policy${index === 0 ? "" : `-${index}`}`, {
      args: { role: role.name, policyArn: arn },
      opts: { parent },
      transform: transform.rolePolicy,
    }),
  );
}

function createAssociation(
  parent: pulumi.Resource,
  name: string,
  { clusterName, tags, transform }: ResolvedLbcAddonArgs,
  { role, rolePolicies }: Pick<ControllerIdentity, "role" | "rolePolicies">,
): aws.eks.PodIdentityAssociation {
  return createChild(aws.eks.PodIdentityAssociation, `${name}-pod-identity`, {
    args: {
      clusterName,
      namespace: LBC_NAMESPACE,
      serviceAccount: LBC_SERVICE_ACCOUNT,
      roleArn: role.arn,
      tags,
    },
    opts: { parent, dependsOn: [...rolePolicies] },
    transform: transform.podIdentityAssociation,
  });
}
