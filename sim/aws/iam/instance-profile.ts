/** Instance profiles: how an EC2 instance gets a role. */
import type { Cloud } from "../../core/cloud.ts";
import { operation, type AuthorizationCheck } from "../../core/operation.ts";
import { requestTagContext, resourceTagContext, type Tag } from "../tags.ts";
import type { InstanceProfile } from "./records.ts";
import { iamState, deleteConflict, entityAlreadyExists, limitExceeded, noSuchEntity } from "./state.ts";
import { withTags } from "./tags.ts";
import { checkName, checkPath } from "./validation.ts";

interface ProfileName {
  readonly InstanceProfileName: string;
}

export interface CreateInstanceProfileRequest extends ProfileName {
  readonly Path?: string;
  readonly Tags?: readonly Tag[];
}

export const instanceProfileOperations = {
  CreateInstanceProfile: operation<CreateInstanceProfileRequest, { InstanceProfile: InstanceProfile }>({
    authorize: (cloud, request) => [
      {
        action: "iam:CreateInstanceProfile",
        resources: [profileArn(cloud, request)],
        context: requestTagContext(request.Tags),
      },
    ],
    run: (cloud, request) => {
      const { InstanceProfileName, Path = "/" } = request;
      checkName("instanceProfileName", InstanceProfileName, 128);
      checkPath(Path);
      if (iamState(cloud).instanceProfiles.has(InstanceProfileName)) {
        throw entityAlreadyExists(`Instance Profile ${InstanceProfileName} already exists.`);
      }
      const profile = iamState(cloud).instanceProfiles.set(InstanceProfileName, {
        InstanceProfileName,
        InstanceProfileId: `AIPA${cloud.ids.upper(17)}`,
        Arn: profileArn(cloud, request),
        Path,
        CreateDate: cloud.clock.timestamp(),
        Roles: [],
        Tags: withTags([], request.Tags),
      });
      return { InstanceProfile: profile };
    },
  }),

  GetInstanceProfile: operation<ProfileName, { InstanceProfile: InstanceProfile }>({
    authorize: onProfile("GetInstanceProfile"),
    run: (cloud, { InstanceProfileName }) => ({
      InstanceProfile: iamState(cloud).instanceProfiles.get(InstanceProfileName),
    }),
  }),

  ListInstanceProfilesForRole: operation<{ RoleName: string }, { InstanceProfiles: InstanceProfile[] }>({
    authorize: (cloud, { RoleName }) => [
      {
        action: "iam:ListInstanceProfilesForRole",
        resources: [iamState(cloud).roles.get(RoleName).Arn],
      },
    ],
    run: (cloud, { RoleName }) => ({
      InstanceProfiles: iamState(cloud).instanceProfiles.where(({ Roles }) => Roles.includes(RoleName)),
    }),
  }),

  AddRoleToInstanceProfile: operation<ProfileName & { RoleName: string }, object>({
    authorize: (cloud, request) => [
      ...onProfile("AddRoleToInstanceProfile")(cloud, request),
      {
        action: "iam:PassRole",
        resources: [iamState(cloud).roles.get(request.RoleName).Arn],
        context: { "iam:PassedToService": `ec2.${cloud.dnsSuffix}` },
      },
    ],
    run: (cloud, { InstanceProfileName, RoleName }) => {
      const profile = iamState(cloud).instanceProfiles.get(InstanceProfileName);
      iamState(cloud).roles.get(RoleName);
      if (profile.Roles.length > 0) {
        throw limitExceeded("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
      }
      profile.Roles.push(RoleName);
      return {};
    },
  }),

  RemoveRoleFromInstanceProfile: operation<ProfileName & { RoleName: string }, object>({
    authorize: onProfile("RemoveRoleFromInstanceProfile"),
    run: (cloud, { InstanceProfileName, RoleName }) => {
      const profile = iamState(cloud).instanceProfiles.get(InstanceProfileName);
      if (!profile.Roles.includes(RoleName)) {
        throw noSuchEntity(
          `The role with name ${RoleName} is not associated with the instance profile ${InstanceProfileName}.`,
        );
      }
      profile.Roles = profile.Roles.filter((role) => role !== RoleName);
      return {};
    },
  }),

  TagInstanceProfile: operation<ProfileName & { Tags: readonly Tag[] }, object>({
    authorize: onProfile("TagInstanceProfile"),
    run: (cloud, { InstanceProfileName, Tags }) => {
      const profile = iamState(cloud).instanceProfiles.get(InstanceProfileName);
      profile.Tags = withTags(profile.Tags, Tags);
      return {};
    },
  }),

  UntagInstanceProfile: operation<ProfileName & { TagKeys: readonly string[] }, object>({
    authorize: onProfile("UntagInstanceProfile"),
    run: (cloud, { InstanceProfileName, TagKeys }) => {
      const profile = iamState(cloud).instanceProfiles.get(InstanceProfileName);
      profile.Tags = profile.Tags.filter(({ Key }) => !TagKeys.includes(Key));
      return {};
    },
  }),

  DeleteInstanceProfile: operation<ProfileName, object>({
    authorize: onProfile("DeleteInstanceProfile"),
    run: (cloud, { InstanceProfileName }) => {
      if (iamState(cloud).instanceProfiles.get(InstanceProfileName).Roles.length > 0) {
        throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
      }
      iamState(cloud).instanceProfiles.delete(InstanceProfileName);
      return {};
    },
  }),
};

function profileArn(cloud: Cloud, { InstanceProfileName, Path = "/" }: CreateInstanceProfileRequest): string {
  return cloud.arn("iam", `instance-profile${Path}${InstanceProfileName}`, { regional: false });
}

function onProfile(action: string) {
  return (cloud: Cloud, request: ProfileName): AuthorizationCheck[] => {
    const profile = iamState(cloud).instanceProfiles.find(request.InstanceProfileName);
    return [
      {
        action: `iam:${action}`,
        resources: [profile?.Arn ?? profileArn(cloud, request)],
        context: resourceTagContext(profile?.Tags),
      },
    ];
  };
}
