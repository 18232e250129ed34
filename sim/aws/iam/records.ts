import type { Tag } from "../tags.ts";

export interface InstanceProfile {
  readonly InstanceProfileName: string;
  /** `AIPA...`, never given out again. */
  readonly InstanceProfileId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly CreateDate: string;
  /** Names of roles, at most one. */
  Roles: string[];
  Tags: Tag[];
}

export interface OpenIdConnectProvider {
  readonly Arn: string;
  /** Issuer without its scheme, as in the ARN and in condition keys. */
  readonly Url: string;
  readonly CreateDate: string;
  /** Audiences that tokens may be for. */
  ClientIDList: string[];
  ThumbprintList: string[];
  Tags: Tag[];
}

export interface PolicyVersion {
  /** `v1`, `v2`, ... */
  readonly VersionId: string;
  readonly Document: string;
  readonly CreateDate: string;
}

export interface ManagedPolicy {
  readonly PolicyName: string;
  /** `ANPA...`, never given out again. */
  readonly PolicyId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly Description: string;
  readonly CreateDate: string;
  DefaultVersionId: string;
  /** At most five, oldest first. */
  Versions: PolicyVersion[];
  /** Number of the next version; numbers are not given out twice. */
  NextVersion: number;
  Tags: Tag[];
}

export interface Role {
  readonly RoleName: string;
  /** `AROA...`, never given out again. */
  readonly RoleId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly CreateDate: string;
  AssumeRolePolicyDocument: string;
  Description: string;
  /** Seconds. */
  MaxSessionDuration: number;
  Tags: Tag[];
  /** ARNs of managed policies, in order of attachment. */
  AttachedPolicies: string[];
  /** Documents by policy name. */
  InlinePolicies: Record<string, string>;
}
