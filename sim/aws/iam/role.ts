/** IAM roles: record and operations. */
import type { Cloud } from "../../core/cloud.ts";
import { operation, type AuthorizationCheck } from "../../core/operation.ts";
import { requestTagContext, resourceTagContext, type Tag } from "../tags.ts";
import { checkAttachable } from "./policy.ts";
import type { Role } from "./records.ts";
import { iamState, deleteConflict, entityAlreadyExists, limitExceeded } from "./state.ts";
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
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly Tag[];
}

export const roleOperations = {
  CreateRole: operation<CreateRoleRequest, { Role: Role }>({
    authorize: (cloud, request) => {
      const resources = [
        cloud.arn("iam", `role${request.Path ?? "/"}${request.RoleName}`, { regional: false }),
      ];
      const context = requestTagContext(request.Tags);
      const checks = [{ action: "iam:CreateRole", resources, context }];
      return request.Tags?.length ? [...checks, { action: "iam:TagRole", resources, context }] : checks;
    },
    run: (cloud, request) => ({ Role: createRole(cloud, request) }),
  }),

  GetRole: operation<RoleName, { Role: Role }>({
    authorize: onRole("GetRole"),
    run: (cloud, { RoleName }) => ({ Role: iamState(cloud).roles.get(RoleName) }),
  }),

  ListRoles: operation<object, { Roles: Role[] }>({
    run: (cloud) => ({ Roles: iamState(cloud).roles.values() }),
  }),

  UpdateRole: operation<RoleName & { Description?: string; MaxSessionDuration?: number }, object>({
    authorize: onRole("UpdateRole"),
    run: (cloud, request) => {
      const role = iamState(cloud).roles.get(request.RoleName);
      if (request.MaxSessionDuration !== undefined) {
        checkRange("maxSessionDuration", request.MaxSessionDuration, 3600, 43_200);
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
      const role = iamState(cloud).roles.get(RoleName);
      checkTrust(cloud, PolicyDocument);
      role.AssumeRolePolicyDocument = PolicyDocument;
      return {};
    },
  }),

  PutRolePermissionsBoundary: operation<RoleName & { PermissionsBoundary: string }, object>({
    authorize: onRole("PutRolePermissionsBoundary"),
    run: (cloud, { RoleName, PermissionsBoundary }) => {
      const role = iamState(cloud).roles.get(RoleName);
      checkAttachable(cloud, PermissionsBoundary);
      role.PermissionsBoundary = PermissionsBoundary;
      return {};
    },
  }),

  DeleteRolePermissionsBoundary: operation<RoleName, object>({
    authorize: onRole("DeleteRolePermissionsBoundary"),
    run: (cloud, { RoleName }) => {
      delete iamState(cloud).roles.get(RoleName).PermissionsBoundary;
      return {};
    },
  }),

  TagRole: operation<RoleName & { Tags: readonly Tag[] }, object>({
    authorize: (cloud, request) =>
      onRole("TagRole")(cloud, request).map((check) => ({
        ...check,
        context: { ...check.context, ...requestTagContext(request.Tags) },
      })),
    run: (cloud, { RoleName, Tags }) => {
      const role = iamState(cloud).roles.get(RoleName);
      role.Tags = withTags(role.Tags, Tags);
      return {};
    },
  }),

  UntagRole: operation<RoleName & { TagKeys: readonly string[] }, object>({
    authorize: onRole("UntagRole"),
    run: (cloud, { RoleName, TagKeys }) => {
      const role = iamState(cloud).roles.get(RoleName);
      role.Tags = role.Tags.filter(({ Key }) => !TagKeys.includes(Key));
      return {};
    },
  }),

  DeleteRole: operation<RoleName, object>({
    authorize: onRole("DeleteRole"),
    run: (cloud, { RoleName }) => {
      const role = iamState(cloud).roles.get(RoleName);
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

function createRole(cloud: Cloud, request: CreateRoleRequest): Role {
  const { RoleName, Path = "/", Description = "", MaxSessionDuration = 3600, PermissionsBoundary } = request;
  checkName("roleName", RoleName, 64);
  checkPath(Path);
  checkDescription(Description);
  checkRange("maxSessionDuration", MaxSessionDuration, 3600, 43_200);
  checkTrust(cloud, request.AssumeRolePolicyDocument);
  if (PermissionsBoundary !== undefined) checkAttachable(cloud, PermissionsBoundary);
  // Names are unique without regard to case.
  const taken = iamState(cloud).roles.where((role) => role.RoleName.toLowerCase() === RoleName.toLowerCase());
  if (taken.length > 0) throw entityAlreadyExists(`Role with name ${RoleName} already exists.`);
  return iamState(cloud).roles.set(RoleName, {
    RoleName,
    RoleId: `AROA${cloud.ids.upper(17)}`,
    Arn: cloud.arn("iam", `role${Path}${RoleName}`, { regional: false }),
    Path,
    CreateDate: cloud.clock.timestamp(),
    AssumeRolePolicyDocument: request.AssumeRolePolicyDocument,
    Description,
    MaxSessionDuration,
    ...(PermissionsBoundary !== undefined && { PermissionsBoundary }),
    Tags: withTags([], request.Tags),
    AttachedPolicies: [],
    InlinePolicies: {},
  });
}

function checkTrust(cloud: Cloud, document: string): void {
  checkTrustPolicy(cloud, document);
  if (policySize(document) > TRUST_POLICY_SIZE) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_SIZE}`);
  }
}

/** The check of an action on one role. */
export function onRole(action: string) {
  return (cloud: Cloud, { RoleName }: RoleName): AuthorizationCheck[] => {
    const role = iamState(cloud).roles.find(RoleName);
    const arn = role?.Arn ?? cloud.arn("iam", `role/${RoleName}`, { regional: false });
    return [{ action: `iam:${action}`, resources: [arn], context: resourceTagContext(role?.Tags) }];
  };
}
