/** Instance profiles: how an EC2 instance gets a role. */
import type { Cloud } from "../../core/cloud.ts";
import { operation } from "../../core/operation.ts";
import { iamArn } from "./arns.ts";
import { onObject } from "./kind.ts";
import type { InstanceProfile } from "./records.ts";
import { getRole } from "./role.ts";
import { deleteConflict, entityAlreadyExists, iamState, limitExceeded, noSuchEntity } from "./state.ts";
import { checkName } from "./validation.ts";

interface ProfileName {
  readonly InstanceProfileName: string;
}

export const instanceProfileOperations = {
  CreateInstanceProfile: operation<ProfileName, { InstanceProfile: InstanceProfile }>({
    authorize: onProfile("CreateInstanceProfile"),
    run: (cloud, { InstanceProfileName }) => {
      checkName("instanceProfileName", InstanceProfileName, 128);
      if (iamState(cloud).instanceProfiles.has(InstanceProfileName)) {
        throw entityAlreadyExists(`Instance Profile ${InstanceProfileName} already exists.`);
      }
      const profile = iamState(cloud).instanceProfiles.set(InstanceProfileName, {
        InstanceProfileName,
        InstanceProfileId: `AIPA${cloud.ids.upper(17)}`,
        Arn: profileArn(cloud, InstanceProfileName),
        Path: "/",
        CreateDate: cloud.clock.timestamp(),
        Roles: [],
        Tags: [],
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
        resources: [getRole(cloud, RoleName).Arn],
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
        resources: [getRole(cloud, request.RoleName).Arn],
        context: { "iam:PassedToService": `ec2.${cloud.dnsSuffix}` },
      },
    ],
    run: (cloud, { InstanceProfileName, RoleName }) => {
      const profile = iamState(cloud).instanceProfiles.get(InstanceProfileName);
      getRole(cloud, RoleName);
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

/** The role that instances get by a profile; undefined where there is no such profile, or no role in it. */
export function roleOfProfile(cloud: Cloud, name: string): string | undefined {
  return iamState(cloud).instanceProfiles.find(name)?.Roles[0];
}

function profileArn(cloud: Cloud, name: string): string {
  return iamArn(cloud, `instance-profile/${name}`);
}

function onProfile(action: string) {
  const table = (cloud: Cloud) => iamState(cloud).instanceProfiles;
  return onObject({ name: "InstanceProfile", key: "InstanceProfileName", table, arn: profileArn }, action);
}
