/**
 * Who calls AWS, by the credentials that a configuration names. Without any it is the account's administrator, a profile
 * is a user of its name, and a role is assumed. A role that nobody made in this cloud is taken to be one that the account
 * has: it trusts the account, and may do everything, as the others may.
 */
import type { Cloud } from "../../core/cloud.ts";
import { NotSimulated } from "../../core/errors.ts";
import type { Caller } from "../../core/caller.ts";
import { iamArn } from "../iam/arns.ts";
import { findRole, getRole } from "../iam/role.ts";
import { sessionArn, sessionCaller } from "./session.ts";

/** What a program is told of the credentials that it is to use. */
export interface NamedCredentials {
  /** A profile of the AWS CLI's files. */
  readonly profile?: string | undefined;
  /** Roles to assume, each with the credentials of the one before. */
  readonly roleArns?: readonly string[];
}

/** The profile that counts when none is named. */
const DEFAULT_PROFILE = "default";

/** @throws AwsError AccessDenied when a role does not trust who wants to assume it. */
export function callerWith(cloud: Cloud, { profile, roleArns = [] }: NamedCredentials): Caller {
  return roleArns.reduce((caller, arn) => assumeRole(cloud, caller, arn), userOf(cloud, profile));
}

/** ARN of the user or role behind a caller, which is what access entries of EKS name. */
export function principalArn(cloud: Cloud, caller: Caller): string {
  if (caller.kind === "session") return getRole(cloud, caller.roleName).Arn;
  return caller.kind === "administrator" ? (caller.principalArn ?? caller.arn) : caller.arn;
}

function userOf(cloud: Cloud, profile: string | undefined): Caller {
  if (profile === undefined || profile === DEFAULT_PROFILE) return cloud.administrator;
  return { kind: "administrator", arn: iamArn(cloud, `user/${profile}`) };
}

function assumeRole(cloud: Cloud, caller: Caller, roleArn: string): Caller {
  const name = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  if (findRole(cloud, name) !== undefined) {
    return sessionCaller(
      cloud.call(caller, "sts", "AssumeRole", { RoleArn: roleArn, RoleSessionName: SESSION }),
    );
  }
  if (!roleArn.startsWith(iamArn(cloud, "role/"))) {
    throw new NotSimulated(`role ${roleArn}`, `roles of other accounts than ${cloud.accountId}`);
  }
  const arn = sessionArn(cloud, name, SESSION);
  return { kind: "administrator", arn, principalArn: roleArn };
}

/** Name of the sessions; AWS's own programs take the time. */
const SESSION = "session";
