import { z } from "zod";
import { chosenName } from "../../core/physical-name.ts";
import type { Properties, ResourceContext } from "../../core/resource-type.ts";
import { tagList, tagsWithDefaults } from "../tags.ts";
import { importable } from "./importable.ts";
import { nameInputs, tagsInput } from "./resource-inputs.ts";
import { tagChanges } from "../pulumi/tag-changes.ts";
import { tagOutputs } from "../pulumi/tags.ts";
import type { InstanceProfile } from "./records.ts";
import { iamState } from "./state.ts";

const profileInputs = z.object({
  ...nameInputs,
  path: z.exactOptional(z.string()),
  role: z.exactOptional(z.string()),
  tags: tagsInput,
});

type ProfileInputs = z.output<typeof profileInputs>;

const DEFAULTS = { path: "/" };

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/instanceprofile/ */
export const instanceProfileResource = importable(profileInputs, DEFAULTS, {
  token: "aws:iam/instanceProfile:InstanceProfile",
  replaceOnChange: ["name", "namePrefix", "path"],
  computed: ["arn", "createDate", "name", "namePrefix", "tagsAll", "uniqueId"],

  create(context, properties) {
    const { cloud, provider } = context;
    const inputs = profileInputs.parse(properties);
    const { InstanceProfile } = cloud.call(cloud.administrator, "iam", "CreateInstanceProfile", {
      InstanceProfileName: chosenName(context, inputs, 128),
      ...(inputs.path !== undefined && { Path: inputs.path }),
      Tags: tagList(tagsWithDefaults(provider, inputs.tags)),
    });
    if (inputs.role !== undefined) {
      cloud.call(cloud.administrator, "iam", "AddRoleToInstanceProfile", {
        InstanceProfileName: InstanceProfile.InstanceProfileName,
        RoleName: inputs.role,
      });
    }
    return {
      id: InstanceProfile.InstanceProfileName,
      outputs: outputsOf(context, InstanceProfile, inputs),
    };
  },

  read(context, id, inputs) {
    const profile = iamState(context.cloud).instanceProfiles.find(id);
    return profile && outputsOf(context, profile, profileInputs.parse(inputs));
  },

  update(context, id, oldProperties, newProperties) {
    const { cloud, provider } = context;
    const before = profileInputs.parse(oldProperties);
    const after = profileInputs.parse(newProperties);
    const profile = { InstanceProfileName: id };
    const call = cloud.administrator;
    if (before.role !== after.role) {
      for (const RoleName of iamState(cloud).instanceProfiles.get(id).Roles) {
        cloud.call(call, "iam", "RemoveRoleFromInstanceProfile", { ...profile, RoleName });
      }
      if (after.role !== undefined) {
        cloud.call(call, "iam", "AddRoleToInstanceProfile", { ...profile, RoleName: after.role });
      }
    }
    const { set, removedKeys } = tagChanges(provider, before.tags, after.tags);
    if (set.length > 0) cloud.call(call, "iam", "TagInstanceProfile", { ...profile, Tags: set });
    if (removedKeys.length > 0) {
      cloud.call(call, "iam", "UntagInstanceProfile", { ...profile, TagKeys: removedKeys });
    }
    return outputsOf(context, iamState(cloud).instanceProfiles.get(id), after);
  },

  delete({ cloud }, id) {
    const profile = iamState(cloud).instanceProfiles.find(id);
    if (profile === undefined) return;
    for (const RoleName of profile.Roles) {
      cloud.call(cloud.administrator, "iam", "RemoveRoleFromInstanceProfile", {
        InstanceProfileName: id,
        RoleName,
      });
    }
    cloud.call(cloud.administrator, "iam", "DeleteInstanceProfile", { InstanceProfileName: id });
  },
});

function outputsOf(context: ResourceContext, profile: InstanceProfile, inputs: ProfileInputs): Properties {
  const [role] = profile.Roles;
  return {
    arn: profile.Arn,
    createDate: profile.CreateDate,
    name: profile.InstanceProfileName,
    namePrefix: inputs.namePrefix ?? "",
    path: profile.Path,
    ...(role !== undefined && { role }),
    ...tagOutputs(context, profile.Tags, inputs),
    uniqueId: profile.InstanceProfileId,
  };
}
