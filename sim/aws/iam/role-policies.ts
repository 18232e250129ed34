/** The permissions of IAM roles: managed policies that are attached, and policies of their own. */
import type { Cloud } from "../../core/cloud.ts";
import { operation, type AuthorizationCheck } from "../../core/operation.ts";
import { checkIdentityPolicy } from "./policy-document.ts";
import { checkAttachable } from "./policy.ts";
import type { Role } from "./records.ts";
import { onRole, type RoleName } from "./role.ts";
import { iamState, limitExceeded, noSuchEntity } from "./state.ts";
import { checkName, policySize } from "./validation.ts";

/** Managed policies that may be attached to one role, without an increase of the quota. */
const POLICIES_PER_ROLE = 10;
/** Characters of all inline policies of a role together. */
const INLINE_POLICY_SIZE = 10_240;

interface InlinePolicyName extends RoleName {
  readonly PolicyName: string;
}

interface Attachment extends RoleName {
  readonly PolicyArn: string;
}

export const rolePolicyOperations = {
  AttachRolePolicy: operation<Attachment, object>({
    authorize: onAttachment("AttachRolePolicy"),
    run: (cloud, { RoleName, PolicyArn }) => {
      const role = iamState(cloud).roles.get(RoleName);
      checkAttachable(cloud, PolicyArn);
      if (role.AttachedPolicies.includes(PolicyArn)) return {};
      if (role.AttachedPolicies.length >= POLICIES_PER_ROLE) {
        throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${POLICIES_PER_ROLE}`);
      }
      role.AttachedPolicies.push(PolicyArn);
      return {};
    },
  }),

  DetachRolePolicy: operation<Attachment, object>({
    authorize: onAttachment("DetachRolePolicy"),
    run: (cloud, { RoleName, PolicyArn }) => {
      const role = iamState(cloud).roles.get(RoleName);
      if (!role.AttachedPolicies.includes(PolicyArn)) {
        throw noSuchEntity(`Policy ${PolicyArn} was not found.`);
      }
      role.AttachedPolicies = role.AttachedPolicies.filter((arn) => arn !== PolicyArn);
      return {};
    },
  }),

  ListAttachedRolePolicies: operation<
    RoleName,
    { AttachedPolicies: { PolicyName: string; PolicyArn: string }[] }
  >({
    authorize: onRole("ListAttachedRolePolicies"),
    run: (cloud, { RoleName }) => ({
      AttachedPolicies: iamState(cloud)
        .roles.get(RoleName)
        .AttachedPolicies.map((PolicyArn) => ({
          PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf("/") + 1),
          PolicyArn,
        })),
    }),
  }),

  PutRolePolicy: operation<InlinePolicyName & { PolicyDocument: string }, object>({
    authorize: onRole("PutRolePolicy"),
    run: (cloud, { RoleName, PolicyName, PolicyDocument }) => {
      const role = iamState(cloud).roles.get(RoleName);
      checkName("policyName", PolicyName, 128);
      checkIdentityPolicy(PolicyDocument);
      const others = Object.entries(role.InlinePolicies).filter(([name]) => name !== PolicyName);
      const size = others.reduce(
        (sum, [, document]) => sum + policySize(document),
        policySize(PolicyDocument),
      );
      if (size > INLINE_POLICY_SIZE) {
        throw limitExceeded(
          `Maximum policy size of ${INLINE_POLICY_SIZE} bytes exceeded for role ${RoleName}`,
        );
      }
      role.InlinePolicies[PolicyName] = PolicyDocument;
      return {};
    },
  }),

  GetRolePolicy: operation<InlinePolicyName, InlinePolicyName & { PolicyDocument: string }>({
    authorize: onRole("GetRolePolicy"),
    run: (cloud, { RoleName, PolicyName }) => ({
      RoleName,
      PolicyName,
      PolicyDocument: inlinePolicy(iamState(cloud).roles.get(RoleName), PolicyName),
    }),
  }),

  DeleteRolePolicy: operation<InlinePolicyName, object>({
    authorize: onRole("DeleteRolePolicy"),
    run: (cloud, { RoleName, PolicyName }) => {
      const role = iamState(cloud).roles.get(RoleName);
      inlinePolicy(role, PolicyName);
      delete role.InlinePolicies[PolicyName];
      return {};
    },
  }),
};

function inlinePolicy(role: Role, name: string): string {
  const document = role.InlinePolicies[name];
  if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
  return document;
}

function onAttachment(action: string) {
  return (cloud: Cloud, request: Attachment): AuthorizationCheck[] =>
    onRole(action)(cloud, request).map((check) => ({
      ...check,
      context: { ...check.context, "iam:PolicyARN": request.PolicyArn },
    }));
}
