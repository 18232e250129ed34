import { cloudState } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";
import type { InstanceProfile, ManagedPolicy, OpenIdConnectProvider, Role } from "./records.ts";

/** IAM objects of the account. */
export class IamState {
  /** By name. */
  readonly roles = new Table<Role>((name) => noSuchEntity(`The role with name ${name} cannot be found.`));
  /** Customer-managed policies by ARN; AWS's own are in `aws-managed-policies.ts`. */
  readonly policies = new Table<ManagedPolicy>((arn) => noSuchEntity(`Policy ${arn} was not found.`));
  /** By ARN. */
  readonly openIdConnectProviders = new Table<OpenIdConnectProvider>((arn) =>
    noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`),
  );
  /** By name. */
  readonly instanceProfiles = new Table<InstanceProfile>((name) =>
    noSuchEntity(`Instance Profile ${name} cannot be found.`),
  );
}

export const iamState = cloudState(() => new IamState());

export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", message, 404);
}

export function entityAlreadyExists(message: string): AwsError {
  return new AwsError("EntityAlreadyExists", message, 409);
}

export function deleteConflict(message: string): AwsError {
  return new AwsError("DeleteConflict", message, 409);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceeded", message, 409);
}
