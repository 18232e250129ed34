import { z } from "zod";
import { chosenName } from "../../core/physical-name.ts";
import type { Properties, ResourceContext } from "../../core/resource-type.ts";
import { tagList, tagsWithDefaults } from "../tags.ts";
import { documentInput } from "./document-input.ts";
import { isSamePolicy } from "./policy-document.ts";
import { importable } from "./importable.ts";
import { nameInputs, tagsInput } from "./resource-inputs.ts";
import { tagChanges } from "../pulumi/tag-changes.ts";
import { tagOutputs } from "../pulumi/tags.ts";
import type { Role } from "./records.ts";
import { iamState } from "./state.ts";

const roleInputs = z.object({
  ...nameInputs,
  assumeRolePolicy: z.string(),
  description: z.exactOptional(z.string()),
  forceDetachPolicies: z.exactOptional(z.boolean()),
  inlinePolicies: z.exactOptional(
    z.array(z.object({ name: z.exactOptional(z.string()), policy: z.exactOptional(z.string()) })),
  ),
  managedPolicyArns: z.exactOptional(z.array(z.string())),
  maxSessionDuration: z.exactOptional(z.number()),
  path: z.exactOptional(z.string()),
  permissionsBoundary: z.exactOptional(z.string()),
  tags: tagsInput,
});
/** As {@link roleInputs}, for state that may be imported or come from an older program. */
const knownRoleInputs = roleInputs.partial();

type RoleInputs = z.output<typeof knownRoleInputs>;

const DEFAULTS = { maxSessionDuration: 3600, path: "/" };

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/role/ */
export const roleResource = importable(roleInputs, DEFAULTS, {
  token: "aws:iam/role:Role",
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

  create(context, properties) {
    const { cloud, provider } = context;
    const inputs = roleInputs.parse(properties);
    const { Role } = cloud.call(cloud.administrator, "iam", "CreateRole", {
      RoleName: chosenName(context, inputs, 64),
      AssumeRolePolicyDocument: inputs.assumeRolePolicy,
      ...(inputs.path !== undefined && { Path: inputs.path }),
      ...(inputs.description !== undefined && { Description: inputs.description }),
      ...(inputs.maxSessionDuration !== undefined && { MaxSessionDuration: inputs.maxSessionDuration }),
      ...(inputs.permissionsBoundary !== undefined && { PermissionsBoundary: inputs.permissionsBoundary }),
      Tags: tagList(tagsWithDefaults(provider, inputs.tags)),
    });
    syncPolicies(context, Role, {}, inputs);
    return { id: Role.RoleName, outputs: outputsOf(context, Role, inputs) };
  },

  read(context, id, inputs) {
    const role = iamState(context.cloud).roles.find(id);
    return role && outputsOf(context, role, knownRoleInputs.parse(inputs));
  },

  update(context, id, oldProperties, newProperties) {
    const { cloud, provider } = context;
    const before = knownRoleInputs.parse(oldProperties);
    const after = roleInputs.parse(newProperties);
    const role = { RoleName: id };
    const call = cloud.administrator;
    if (!isSamePolicy(before.assumeRolePolicy ?? "", after.assumeRolePolicy)) {
      cloud.call(call, "iam", "UpdateAssumeRolePolicy", {
        ...role,
        PolicyDocument: after.assumeRolePolicy,
      });
    }
    cloud.call(call, "iam", "UpdateRole", {
      ...role,
      Description: after.description ?? "",
      MaxSessionDuration: after.maxSessionDuration ?? 3600,
    });
    if (after.permissionsBoundary !== undefined) {
      const PermissionsBoundary = after.permissionsBoundary;
      cloud.call(call, "iam", "PutRolePermissionsBoundary", { ...role, PermissionsBoundary });
    } else if (before.permissionsBoundary !== undefined) {
      cloud.call(call, "iam", "DeleteRolePermissionsBoundary", role);
    }
    const { set, removedKeys } = tagChanges(provider, before.tags, after.tags);
    if (set.length > 0) cloud.call(call, "iam", "TagRole", { ...role, Tags: set });
    if (removedKeys.length > 0) cloud.call(call, "iam", "UntagRole", { ...role, TagKeys: removedKeys });
    const record = iamState(cloud).roles.get(id);
    syncPolicies(context, record, before, after);
    return outputsOf(context, record, after);
  },

  delete({ cloud }, id, state) {
    const call = cloud.administrator;
    const record = iamState(cloud).roles.find(id);
    if (record === undefined) return;
    const role = { RoleName: id };
    const { forceDetachPolicies, inlinePolicies = [], managedPolicyArns = [] } = knownRoleInputs.parse(state);
    // Taken out of instance profiles always; policies only by force, or where the role's own properties name them.
    const { InstanceProfiles } = cloud.call(call, "iam", "ListInstanceProfilesForRole", role);
    for (const { InstanceProfileName } of InstanceProfiles) {
      cloud.call(call, "iam", "RemoveRoleFromInstanceProfile", { ...role, InstanceProfileName });
    }
    if (forceDetachPolicies || managedPolicyArns.length > 0) {
      for (const PolicyArn of record.AttachedPolicies) {
        cloud.call(call, "iam", "DetachRolePolicy", { ...role, PolicyArn });
      }
    }
    if (forceDetachPolicies || inlinePolicies.length > 0) {
      for (const PolicyName of Object.keys(record.InlinePolicies)) {
        cloud.call(call, "iam", "DeleteRolePolicy", { ...role, PolicyName });
      }
    }
    cloud.call(call, "iam", "DeleteRole", role);
  },
});

function outputsOf(context: ResourceContext, role: Role, inputs: RoleInputs): Properties {
  return {
    arn: role.Arn,
    assumeRolePolicy: role.AssumeRolePolicyDocument,
    createDate: role.CreateDate,
    description: role.Description,
    forceDetachPolicies: inputs.forceDetachPolicies ?? false,
    inlinePolicies: Object.entries(role.InlinePolicies).map(([name, policy]) => ({ name, policy })),
    managedPolicyArns: [...role.AttachedPolicies],
    maxSessionDuration: role.MaxSessionDuration,
    name: role.RoleName,
    namePrefix: inputs.namePrefix ?? "",
    path: role.Path,
    ...(role.PermissionsBoundary !== undefined && { permissionsBoundary: role.PermissionsBoundary }),
    ...tagOutputs(context, role.Tags, inputs),
    uniqueId: role.RoleId,
  };
}

/** Brings the policies that the role's own inputs name from one state to another; others are left alone. */
function syncPolicies({ cloud }: ResourceContext, role: Role, before: RoleInputs, after: RoleInputs): void {
  const call = cloud.administrator;
  const { RoleName } = role;
  const wanted = after.managedPolicyArns ?? [];
  for (const PolicyArn of (before.managedPolicyArns ?? []).filter((arn) => !wanted.includes(arn))) {
    cloud.call(call, "iam", "DetachRolePolicy", { RoleName, PolicyArn });
  }
  for (const PolicyArn of wanted) cloud.call(call, "iam", "AttachRolePolicy", { RoleName, PolicyArn });
  const names = inlineNames(after);
  for (const PolicyName of inlineNames(before).filter((name) => !names.includes(name))) {
    cloud.call(call, "iam", "DeleteRolePolicy", { RoleName, PolicyName });
  }
  for (const { name, policy } of after.inlinePolicies ?? []) {
    if (name === undefined || policy === undefined) continue;
    cloud.call(call, "iam", "PutRolePolicy", { RoleName, PolicyName: name, PolicyDocument: policy });
  }
}

function inlineNames({ inlinePolicies }: RoleInputs): string[] {
  return (inlinePolicies ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
}
