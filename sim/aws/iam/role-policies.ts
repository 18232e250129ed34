/** The permissions of IAM roles: managed policies that are attached, and policies of their own. */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { operation, type AuthorizationCheck } from "../../core/operation.ts";
import { chosenName, namePrefixOf } from "../../core/physical-name.ts";
import { awsResource } from "../pulumi/resource.ts";
import { documentInput } from "./document-input.ts";
import { checkIdentityPolicy } from "./policy-document.ts";
import { findPolicy } from "./policy.ts";
import type { Role } from "./records.ts";
import { findRole, getRole, onRole, type RoleName } from "./role.ts";
import { limitExceeded, noSuchEntity } from "./state.ts";
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
      const role = getRole(cloud, RoleName);
      if (findPolicy(cloud, PolicyArn) === undefined) {
        throw noSuchEntity(`Policy ${PolicyArn} does not exist or is not attachable.`);
      }
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
      const role = getRole(cloud, RoleName);
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
      AttachedPolicies: getRole(cloud, RoleName).AttachedPolicies.map((PolicyArn) => ({
        PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf("/") + 1),
        PolicyArn,
      })),
    }),
  }),

  PutRolePolicy: operation<InlinePolicyName & { PolicyDocument: string }, object>({
    authorize: onRole("PutRolePolicy"),
    run: (cloud, { RoleName, PolicyName, PolicyDocument }) => {
      const role = getRole(cloud, RoleName);
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
      PolicyDocument: inlinePolicy(getRole(cloud, RoleName), PolicyName),
    }),
  }),

  DeleteRolePolicy: operation<InlinePolicyName, object>({
    authorize: onRole("DeleteRolePolicy"),
    run: (cloud, { RoleName, PolicyName }) => {
      const role = getRole(cloud, RoleName);
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

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicyattachment/ */
export const rolePolicyAttachmentResource = awsResource({
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  global: true,
  schema: z.object({ policyArn: z.string(), role: z.string() }),
  // A new attachment may be the same as the old one, whose deletion would then take away both.
  deleteBeforeReplace: true,
  computed: [],

  create({ cloud }, { policyArn, role }) {
    cloud.call(cloud.administrator, "iam", "AttachRolePolicy", { RoleName: role, PolicyArn: policyArn });
    return `${role}/${policyArn}`;
  },

  read({ cloud }, id) {
    const [role, policyArn] = splitAt("/", id);
    const attached = findRole(cloud, role)?.AttachedPolicies.includes(policyArn);
    return attached ? { policyArn, role } : undefined;
  },

  delete({ cloud }, id) {
    const [RoleName, PolicyArn] = splitAt("/", id);
    if (!findRole(cloud, RoleName)?.AttachedPolicies.includes(PolicyArn)) return;
    cloud.call(cloud.administrator, "iam", "DetachRolePolicy", { RoleName, PolicyArn });
  },
});

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicy/ */
export const rolePolicyResource = awsResource({
  token: "aws:iam/rolePolicy:RolePolicy",
  global: true,
  schema: z.object({
    name: z.string().optional(),
    namePrefix: z.string().optional(),
    policy: z.string(),
    role: z.string(),
  }),
  nameInput: "name",
  replaceOnChange: ["name", "namePrefix", "role"],
  computed: ["name", "namePrefix"],
  ...documentInput("policy"),

  create(context, inputs) {
    const id = `${inputs.role}:${chosenName(context, inputs, 128)}`;
    put(context.cloud, id, inputs.policy);
    return id;
  },

  read({ cloud }, id) {
    const [role, name] = splitAt(":", id);
    const policy = findRole(cloud, role)?.InlinePolicies[name];
    if (policy === undefined) return undefined;
    return { name, namePrefix: namePrefixOf(name), policy, role };
  },

  update: ({ cloud }, id, _before, { policy }) => put(cloud, id, policy),

  delete({ cloud }, id) {
    const [RoleName, PolicyName] = splitAt(":", id);
    if (findRole(cloud, RoleName)?.InlinePolicies[PolicyName] === undefined) return;
    cloud.call(cloud.administrator, "iam", "DeleteRolePolicy", { RoleName, PolicyName });
  },
});

function put(cloud: Cloud, id: string, PolicyDocument: string): void {
  const [RoleName, PolicyName] = splitAt(":", id);
  cloud.call(cloud.administrator, "iam", "PutRolePolicy", { RoleName, PolicyName, PolicyDocument });
}

/** The id of a role's policy in its parts: the role, and the policy's ARN or name. */
function splitAt(separator: string, id: string): [role: string, policy: string] {
  const end = id.indexOf(separator);
  return [id.slice(0, end), id.slice(end + 1)];
}
