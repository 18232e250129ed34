/** IAM roles. */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { operation } from "../../core/operation.ts";
import { chosenName, namePrefixOf } from "../../core/physical-name.ts";
import type { Properties } from "../../core/resource-type.ts";
import { isEmpty } from "../pulumi/absent-inputs.ts";
import { tagsInput } from "../pulumi/tags.ts";
import type { Tag } from "../tags.ts";
import { iamArn } from "./arns.ts";
import { documentInput } from "./document-input.ts";
import { iamResource, onCreation, onObject, tagOperations } from "./kind.ts";
import { isSamePolicy } from "./policy-document.ts";
import type { Role } from "./records.ts";
import { deleteConflict, entityAlreadyExists, iamState, limitExceeded } from "./state.ts";
import { withTags } from "./tags.ts";
import { checkTrustPolicy } from "./trust.ts";
import { checkDescription, checkName, checkPath, checkRange, policySize } from "./validation.ts";

/** Characters of a trust policy, without an increase of the quota. */
const TRUST_POLICY_SIZE = 2_048;

/** How requests name a role. */
export interface RoleName {
  readonly RoleName: string;
}

export interface CreateRoleRequest extends RoleName {
  readonly AssumeRolePolicyDocument: string;
  readonly Path?: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
  readonly Tags?: readonly Tag[];
}

const ROLE = {
  name: "Role",
  key: "RoleName",
  table: (cloud: Cloud) => iamState(cloud).roles,
  arn: (cloud: Cloud, name: string) => roleArn(cloud, { RoleName: name }),
} as const;

export const roleOperations = {
  CreateRole: operation<CreateRoleRequest, { Role: Role }>({
    authorize: onCreation<CreateRoleRequest>("Role", roleArn),
    run: (cloud, request) => ({ Role: createRole(cloud, request) }),
  }),

  GetRole: operation<RoleName, { Role: Role }>({
    authorize: onRole("GetRole"),
    run: (cloud, { RoleName }) => ({ Role: getRole(cloud, RoleName) }),
  }),

  ListRoles: operation<object, { Roles: Role[] }>({
    run: (cloud) => ({ Roles: iamState(cloud).roles.values() }),
  }),

  UpdateRole: operation<RoleName & { Description?: string; MaxSessionDuration?: number }, object>({
    authorize: onRole("UpdateRole"),
    run: (cloud, request) => {
      const role = getRole(cloud, request.RoleName);
      if (request.MaxSessionDuration !== undefined) {
        checkSessionDuration(request.MaxSessionDuration);
        role.MaxSessionDuration = request.MaxSessionDuration;
      }
      if (request.Description !== undefined) {
        checkDescription(request.Description);
        role.Description = request.Description;
      }
      return {};
    },
  }),

  UpdateAssumeRolePolicy: operation<RoleName & { PolicyDocument: string }, object>({
    authorize: onRole("UpdateAssumeRolePolicy"),
    run: (cloud, { RoleName, PolicyDocument }) => {
      const role = getRole(cloud, RoleName);
      checkTrust(cloud, PolicyDocument);
      role.AssumeRolePolicyDocument = PolicyDocument;
      return {};
    },
  }),

  ...tagOperations(ROLE),

  DeleteRole: operation<RoleName, object>({
    authorize: onRole("DeleteRole"),
    run: (cloud, { RoleName }) => {
      const role = getRole(cloud, RoleName);
      if (iamState(cloud).instanceProfiles.where(({ Roles }) => Roles.includes(RoleName)).length > 0) {
        throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
      }
      if (role.AttachedPolicies.length > 0) {
        throw deleteConflict("Cannot delete entity, must detach all policies first.");
      }
      if (Object.keys(role.InlinePolicies).length > 0) {
        throw deleteConflict("Cannot delete entity, must delete policies first.");
      }
      iamState(cloud).roles.delete(RoleName);
      return {};
    },
  }),
};

/** What IAM is asked before an action on one role. */
export function onRole(action: string) {
  return onObject(ROLE, action);
}

export function findRole(cloud: Cloud, name: string): Role | undefined {
  return iamState(cloud).roles.find(name);
}

/** @throws AwsError NoSuchEntity */
export function getRole(cloud: Cloud, name: string): Role {
  return iamState(cloud).roles.get(name);
}

/** The role with an ARN; undefined where the role of its name has another one. */
export function roleByArn(cloud: Cloud, arn: string): Role | undefined {
  const role = findRole(cloud, arn.slice(arn.lastIndexOf("/") + 1));
  return role?.Arn === arn ? role : undefined;
}

function createRole(cloud: Cloud, request: CreateRoleRequest): Role {
  const { RoleName, Path = "/", Description = "", MaxSessionDuration = 3600 } = request;
  checkName("roleName", RoleName, 64);
  checkPath(Path);
  checkDescription(Description);
  checkSessionDuration(MaxSessionDuration);
  checkTrust(cloud, request.AssumeRolePolicyDocument);
  // Names are unique without regard to case.
  const taken = iamState(cloud).roles.where((role) => role.RoleName.toLowerCase() === RoleName.toLowerCase());
  if (taken.length > 0) throw entityAlreadyExists(`Role with name ${RoleName} already exists.`);
  return iamState(cloud).roles.set(RoleName, {
    RoleName,
    RoleId: `AROA${cloud.ids.upper(17)}`,
    Arn: roleArn(cloud, request),
    Path,
    CreateDate: cloud.clock.timestamp(),
    AssumeRolePolicyDocument: request.AssumeRolePolicyDocument,
    Description,
    MaxSessionDuration,
    Tags: withTags([], request.Tags),
    AttachedPolicies: [],
    InlinePolicies: {},
  });
}

function roleArn(cloud: Cloud, { RoleName, Path = "/" }: RoleName & { readonly Path?: string }): string {
  return iamArn(cloud, `role${Path}${RoleName}`);
}

function checkTrust(cloud: Cloud, document: string): void {
  checkTrustPolicy(cloud, document);
  if (policySize(document) > TRUST_POLICY_SIZE) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_SIZE}`);
  }
}

function checkSessionDuration(seconds: number): void {
  checkRange("maxSessionDuration", seconds, 3600, 43_200);
}

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/role/ */
export const roleResource = iamResource(ROLE, {
  token: "aws:iam/role:Role",
  schema: z.object({
    assumeRolePolicy: z.string(),
    description: z.string().optional(),
    forceDetachPolicies: z.boolean().optional(),
    maxSessionDuration: z.number().optional(),
    name: z.string().optional(),
    namePrefix: z.string().optional(),
    path: z.string().optional(),
    ...tagsInput,
  }),
  meantDefaults: { maxSessionDuration: 3600, path: "/" },
  nameInput: "name",
  replaceOnChange: ["name", "namePrefix", "path"],
  computed: [
    "arn",
    "createDate",
    "inlinePolicies",
    "managedPolicyArns",
    "name",
    "namePrefix",
    "tagsAll",
    "uniqueId",
  ],
  ...documentInput("assumeRolePolicy"),

  create(context, inputs, tagging) {
    const { cloud } = context;
    const { description, maxSessionDuration, path } = inputs;
    const { Role } = cloud.call(cloud.administrator, "iam", "CreateRole", {
      RoleName: chosenName(context, inputs, 64),
      AssumeRolePolicyDocument: inputs.assumeRolePolicy,
      ...(path !== undefined && { Path: path }),
      ...(description !== undefined && { Description: description }),
      ...(maxSessionDuration !== undefined && { MaxSessionDuration: maxSessionDuration }),
      ...tagging,
    });
    return Role.RoleName;
  },

  outputs: (_context, role, properties) => ({
    arn: role.Arn,
    assumeRolePolicy: role.AssumeRolePolicyDocument,
    createDate: role.CreateDate,
    description: role.Description,
    forceDetachPolicies: properties["forceDetachPolicies"] ?? false,
    inlinePolicies: Object.entries(role.InlinePolicies).map(([name, policy]) => ({ name, policy })),
    managedPolicyArns: [...role.AttachedPolicies],
    maxSessionDuration: role.MaxSessionDuration,
    name: role.RoleName,
    namePrefix: namePrefixOf(role.RoleName),
    path: role.Path,
    uniqueId: role.RoleId,
  }),

  update({ cloud }, RoleName, before, after) {
    if (!isSamePolicy(before.assumeRolePolicy ?? "", after.assumeRolePolicy)) {
      const PolicyDocument = after.assumeRolePolicy;
      cloud.call(cloud.administrator, "iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument });
    }
    cloud.call(cloud.administrator, "iam", "UpdateRole", {
      RoleName,
      Description: after.description ?? "",
      MaxSessionDuration: after.maxSessionDuration ?? 3600,
    });
  },

  delete({ cloud }, RoleName, state) {
    leaveProfiles(cloud, RoleName);
    dropPolicies(cloud, getRole(cloud, RoleName), state);
    cloud.call(cloud.administrator, "iam", "DeleteRole", { RoleName });
  },
});

/** As the provider does always. */
function leaveProfiles(cloud: Cloud, RoleName: string): void {
  const call = cloud.administrator;
  const { InstanceProfiles } = cloud.call(call, "iam", "ListInstanceProfilesForRole", { RoleName });
  for (const { InstanceProfileName } of InstanceProfiles) {
    cloud.call(call, "iam", "RemoveRoleFromInstanceProfile", { RoleName, InstanceProfileName });
  }
}

/** As the provider does by force, or where the role's own state names policies. */
function dropPolicies(cloud: Cloud, role: Role, state: Properties): void {
  const { RoleName } = role;
  const drops = (property: string) => state["forceDetachPolicies"] === true || !isEmpty(state[property]);
  for (const PolicyArn of drops("managedPolicyArns") ? role.AttachedPolicies : []) {
    cloud.call(cloud.administrator, "iam", "DetachRolePolicy", { RoleName, PolicyArn });
  }
  for (const PolicyName of drops("inlinePolicies") ? Object.keys(role.InlinePolicies) : []) {
    cloud.call(cloud.administrator, "iam", "DeleteRolePolicy", { RoleName, PolicyName });
  }
}
