/** Customer-managed policies: record and operations. */
import type { Cloud } from "../../core/cloud.ts";
import { operation, type AuthorizationCheck } from "../../core/operation.ts";
import { requestTagContext, resourceTagContext, type Tag } from "../tags.ts";
import { awsManagedPolicy } from "./aws-managed-policies.ts";
import { checkIdentityPolicy } from "./policy-document.ts";
import type { ManagedPolicy, PolicyVersion } from "./records.ts";
import { iamState, deleteConflict, entityAlreadyExists, limitExceeded, noSuchEntity } from "./state.ts";
import { withTags } from "./tags.ts";
import { checkDescription, checkName, checkPath, policySize } from "./validation.ts";

/** Non-white-space characters of a managed policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const POLICY_SIZE = 6_144;
/** Versions that a policy may have at a time. */
export const VERSIONS_PER_POLICY = 5;

interface PolicyArn {
  readonly PolicyArn: string;
}

export interface CreatePolicyRequest {
  readonly PolicyName: string;
  readonly PolicyDocument: string;
  readonly Path?: string;
  readonly Description?: string;
  readonly Tags?: readonly Tag[];
}

/** A policy of the account or one of AWS's own. */
export function findPolicy(cloud: Cloud, arn: string): ManagedPolicy | undefined {
  return iamState(cloud).policies.find(arn) ?? awsManagedPolicy(cloud.partition, arn);
}

/** The document that is in force. */
export function defaultDocument(policy: ManagedPolicy): string {
  return versionOf(policy, policy.DefaultVersionId).Document;
}

/** How many roles a policy is attached to. */
export function attachmentCount(cloud: Cloud, arn: string): number {
  return iamState(cloud).roles.where(({ AttachedPolicies }) => AttachedPolicies.includes(arn)).length;
}

export const policyOperations = {
  CreatePolicy: operation<CreatePolicyRequest, { Policy: ManagedPolicy }>({
    authorize: (cloud, request) => {
      const resources = [policyArn(cloud, request)];
      const context = requestTagContext(request.Tags);
      const checks = [{ action: "iam:CreatePolicy", resources, context }];
      return request.Tags?.length ? [...checks, { action: "iam:TagPolicy", resources, context }] : checks;
    },
    run: (cloud, request) => ({ Policy: createPolicy(cloud, request) }),
  }),

  GetPolicy: operation<PolicyArn, { Policy: ManagedPolicy & { AttachmentCount: number } }>({
    authorize: onPolicy("GetPolicy"),
    run: (cloud, { PolicyArn }) => {
      const policy = findPolicy(cloud, PolicyArn) ?? iamState(cloud).policies.get(PolicyArn);
      return { Policy: { ...policy, AttachmentCount: attachmentCount(cloud, PolicyArn) } };
    },
  }),

  ListPolicies: operation<object, { Policies: ManagedPolicy[] }>({
    run: (cloud) => ({ Policies: iamState(cloud).policies.values() }),
  }),

  GetPolicyVersion: operation<PolicyArn & { VersionId: string }, { PolicyVersion: PolicyVersion }>({
    authorize: onPolicy("GetPolicyVersion"),
    run: (cloud, { PolicyArn, VersionId }) => ({
      PolicyVersion: versionOf(
        findPolicy(cloud, PolicyArn) ?? iamState(cloud).policies.get(PolicyArn),
        VersionId,
      ),
    }),
  }),

  CreatePolicyVersion: operation<
    PolicyArn & { PolicyDocument: string; SetAsDefault?: boolean },
    { PolicyVersion: PolicyVersion }
  >({
    authorize: onPolicy("CreatePolicyVersion"),
    run: (cloud, { PolicyArn, PolicyDocument, SetAsDefault }) => {
      const policy = iamState(cloud).policies.get(PolicyArn);
      checkDocument(PolicyDocument);
      if (policy.Versions.length >= VERSIONS_PER_POLICY) {
        throw limitExceeded(
          `A managed policy can have up to ${VERSIONS_PER_POLICY} versions. Before you create a new version, you must delete an existing version.`,
        );
      }
      const version = {
        VersionId: `v${policy.NextVersion++}`,
        Document: PolicyDocument,
        CreateDate: cloud.clock.timestamp(),
      };
      policy.Versions.push(version);
      if (SetAsDefault) policy.DefaultVersionId = version.VersionId;
      return { PolicyVersion: version };
    },
  }),

  DeletePolicyVersion: operation<PolicyArn & { VersionId: string }, object>({
    authorize: onPolicy("DeletePolicyVersion"),
    run: (cloud, { PolicyArn, VersionId }) => {
      const policy = iamState(cloud).policies.get(PolicyArn);
      versionOf(policy, VersionId);
      if (VersionId === policy.DefaultVersionId) {
        throw deleteConflict("Cannot delete the default version of a policy.");
      }
      policy.Versions = policy.Versions.filter((version) => version.VersionId !== VersionId);
      return {};
    },
  }),

  SetDefaultPolicyVersion: operation<PolicyArn & { VersionId: string }, object>({
    authorize: onPolicy("SetDefaultPolicyVersion"),
    run: (cloud, { PolicyArn, VersionId }) => {
      const policy = iamState(cloud).policies.get(PolicyArn);
      policy.DefaultVersionId = versionOf(policy, VersionId).VersionId;
      return {};
    },
  }),

  TagPolicy: operation<PolicyArn & { Tags: readonly Tag[] }, object>({
    authorize: (cloud, request) =>
      onPolicy("TagPolicy")(cloud, request).map((check) => ({
        ...check,
        context: { ...check.context, ...requestTagContext(request.Tags) },
      })),
    run: (cloud, { PolicyArn, Tags }) => {
      const policy = iamState(cloud).policies.get(PolicyArn);
      policy.Tags = withTags(policy.Tags, Tags);
      return {};
    },
  }),

  UntagPolicy: operation<PolicyArn & { TagKeys: readonly string[] }, object>({
    authorize: onPolicy("UntagPolicy"),
    run: (cloud, { PolicyArn, TagKeys }) => {
      const policy = iamState(cloud).policies.get(PolicyArn);
      policy.Tags = policy.Tags.filter(({ Key }) => !TagKeys.includes(Key));
      return {};
    },
  }),

  DeletePolicy: operation<PolicyArn, object>({
    authorize: onPolicy("DeletePolicy"),
    run: (cloud, { PolicyArn }) => {
      const policy = iamState(cloud).policies.get(PolicyArn);
      const bounds = iamState(cloud).roles.where(
        ({ PermissionsBoundary }) => PermissionsBoundary === PolicyArn,
      );
      if (attachmentCount(cloud, PolicyArn) + bounds.length > 0) {
        throw deleteConflict("Cannot delete a policy attached to entities.");
      }
      if (policy.Versions.length > 1) {
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      iamState(cloud).policies.delete(PolicyArn);
      return {};
    },
  }),
};

function createPolicy(cloud: Cloud, request: CreatePolicyRequest): ManagedPolicy {
  const { PolicyName, PolicyDocument, Path = "/", Description = "" } = request;
  checkName("policyName", PolicyName, 128);
  checkPath(Path);
  checkDescription(Description);
  checkDocument(PolicyDocument);
  const taken = iamState(cloud).policies.where(
    (policy) => policy.PolicyName.toLowerCase() === PolicyName.toLowerCase(),
  );
  if (taken.length > 0) {
    throw entityAlreadyExists(
      `A policy called ${PolicyName} already exists. Duplicate names are not allowed.`,
    );
  }
  const arn = policyArn(cloud, request);
  const CreateDate = cloud.clock.timestamp();
  return iamState(cloud).policies.set(arn, {
    PolicyName,
    PolicyId: `ANPA${cloud.ids.upper(17)}`,
    Arn: arn,
    Path,
    Description,
    CreateDate,
    DefaultVersionId: "v1",
    Versions: [{ VersionId: "v1", Document: PolicyDocument, CreateDate }],
    NextVersion: 2,
    Tags: withTags([], request.Tags),
  });
}

function checkDocument(document: string): void {
  checkIdentityPolicy(document);
  if (policySize(document) > POLICY_SIZE) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${POLICY_SIZE}`);
  }
}

function policyArn(cloud: Cloud, { PolicyName, Path = "/" }: CreatePolicyRequest): string {
  return cloud.arn("iam", `policy${Path}${PolicyName}`, { regional: false });
}

/** @throws AwsError unless AWS or the account has the managed policy. */
export function checkAttachable(cloud: Cloud, arn: string): void {
  if (findPolicy(cloud, arn) === undefined) {
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  }
}

function versionOf(policy: ManagedPolicy, id: string): PolicyVersion {
  const version = policy.Versions.find(({ VersionId }) => VersionId === id);
  if (version === undefined) {
    throw noSuchEntity(`Policy ${policy.Arn} version ${id} does not exist or is not attachable.`);
  }
  return version;
}

function onPolicy(action: string) {
  return (cloud: Cloud, { PolicyArn }: PolicyArn): AuthorizationCheck[] => [
    {
      action: `iam:${action}`,
      resources: [PolicyArn],
      context: resourceTagContext(iamState(cloud).policies.find(PolicyArn)?.Tags),
    },
  ];
}
