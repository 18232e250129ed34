import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../args-check.ts";
import { createChild } from "../child.ts";
import { COMPONENT_NAME } from "../problem.ts";
import type { Tags } from "../tags.ts";
import type { Transform } from "../transform.ts";
import type { PodCredentials } from "./identity-args.ts";
import { irsaTrust, podIdentityTrust } from "./trust-policy.ts";

/** A role for the pods of a service account. */
interface ServiceAccountRoleArgs {
  readonly identity: PodCredentials;
  readonly clusterName: pulumi.Input<string>;
  readonly namespace: pulumi.Input<string>;
  readonly serviceAccount: string;
  /** See {@link TrustedPods.role}. */
  readonly trusted: string;
  readonly description: pulumi.Input<string>;
  readonly policyArns: readonly pulumi.Input<string>[];
  /** Policies that stand in the role itself, by name. */
  readonly inlinePolicies: Readonly<Record<string, PolicyText>>;
  readonly tags: Tags;
  readonly transform: {
    readonly role?: Transform<aws.iam.RoleArgs>;
    readonly rolePolicy?: Transform<aws.iam.RolePolicyAttachmentArgs>;
    readonly inlinePolicy?: Transform<aws.iam.RolePolicyArgs>;
    readonly podIdentityAssociation?: Transform<aws.eks.PodIdentityAssociationArgs>;
  };
}

/** A policy document, as an object or as its JSON. */
export type PolicyText = aws.iam.RolePolicyArgs["policy"];

/** A role, and the way in which pods come to it. */
export interface ServiceAccountRole {
  readonly role: aws.iam.Role;
  readonly rolePolicies: readonly aws.iam.RolePolicyAttachment[];
  readonly inlinePolicies: readonly aws.iam.RolePolicy[];
  readonly podIdentityAssociation: aws.eks.PodIdentityAssociation | undefined;
  /** Must be there before the first pod: pods get credentials when they are made, or never. */
  readonly granted: readonly pulumi.Resource[];
}

export function createServiceAccountRole(
  parent: pulumi.Resource,
  name: string,
  args: ServiceAccountRoleArgs,
): ServiceAccountRole {
  const role = createRole(parent, name, args);
  const rolePolicies = attachPolicies(parent, name, args, role);
  const inlinePolicies = createInlinePolicies(parent, name, args, role);
  const policies = [...rolePolicies, ...inlinePolicies];
  const podIdentityAssociation =
    args.identity.type === "irsa" ? undefined : createAssociation(parent, name, args, role, policies);
  const granted = podIdentityAssociation === undefined ? policies : [podIdentityAssociation];
  return { role, rolePolicies, inlinePolicies, podIdentityAssociation, granted };
}

function createRole(parent: pulumi.Resource, name: string, args: ServiceAccountRoleArgs): aws.iam.Role {
  return createChild(aws.iam.Role, `${name}-role`, {
    args: { description: args.description, assumeRolePolicy: trustPolicy(args), tags: args.tags },
    opts: { parent },
    transform: args.transform.role,
  });
}

/** Both ways at all times: either may be taken up, and given up, while pods run that came the other way. */
function trustPolicy(args: ServiceAccountRoleArgs): pulumi.Output<string> {
  const { identity, clusterName, serviceAccount, trusted } = args;
  const { oidcIssuer, oidcProviderArn } = identity;
  return pulumi
    .all([args.namespace, clusterName, oidcIssuer, oidcProviderArn])
    .apply(([namespace, cluster, issuer, providerArn]) => {
      const pods = { namespace, serviceAccount, role: trusted };
      const { Version, Statement } = podIdentityTrust(pods, cluster);
      const irsa =
        issuer === undefined || providerArn === undefined
          ? []
          : irsaTrust(pods, issuer, providerArn).Statement;
      return JSON.stringify({ Version, Statement: [...irsa, ...Statement] });
    });
}

function attachPolicies(
  parent: pulumi.Resource,
  name: string,
  { policyArns, transform }: ServiceAccountRoleArgs,
  role: aws.iam.Role,
): aws.iam.RolePolicyAttachment[] {
  return policyArns.map((policyArn, index) =>
    createChild(aws.iam.RolePolicyAttachment, `${name}-role-policy${index === 0 ? "" : `-${index}`}`, {
      args: { role: role.name, policyArn },
      opts: { parent },
      transform: transform.rolePolicy,
    }),
  );
}

function createInlinePolicies(
  parent: pulumi.Resource,
  name: string,
  { inlinePolicies, transform }: ServiceAccountRoleArgs,
  role: aws.iam.Role,
): aws.iam.RolePolicy[] {
  return Object.entries(inlinePolicies).map(([policyName, policy]) =>
    createChild(aws.iam.RolePolicy, `${name}-role-inline-${policyName}`, {
      args: { name: policyName, role: role.name, policy },
      opts: { parent },
      transform: transform.inlinePolicy,
    }),
  );
}

function createAssociation(
  parent: pulumi.Resource,
  name: string,
  { clusterName, namespace, serviceAccount, tags, transform }: ServiceAccountRoleArgs,
  role: aws.iam.Role,
  policies: pulumi.Resource[],
): aws.eks.PodIdentityAssociation {
  return createChild(aws.eks.PodIdentityAssociation, `${name}-pod-identity`, {
    args: { clusterName, namespace, serviceAccount, roleArn: role.arn, tags },
    opts: { parent, dependsOn: policies },
    transform: transform.podIdentityAssociation,
  });
}

/** Longest name that leaves room for `-role` and Pulumi's suffix of eight characters in an IAM role's 64. */
const LONGEST_NAME = 64 - "-role".length - 8;

/** Notes a component's name of which no name of a role can be made. */
export function checkRoleName(check: ArgsCheck<object>, name: string): void {
  if (name.length <= LONGEST_NAME) return;
  check.addAt(
    { ...COMPONENT_NAME, path: "name" },
    `has ${name.length} characters; use at most ${LONGEST_NAME}: IAM role names end at 64`,
  );
}
