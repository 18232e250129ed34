/** Managed policies of the account. */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { operation } from "../../core/operation.ts";
import { chosenName, namePrefixOf } from "../../core/physical-name.ts";
import { tagsInput } from "../pulumi/tags.ts";
import type { Tag } from "../tags.ts";
import { iamArn } from "./arns.ts";
import { awsManagedPolicy } from "./aws-managed-policies.ts";
import { documentInput } from "./document-input.ts";
import { iamResource, onCreation, onObject, tagOperations } from "./kind.ts";
import { checkIdentityPolicy, isSamePolicy } from "./policy-document.ts";
import type { ManagedPolicy, PolicyVersion } from "./records.ts";
import { deleteConflict, entityAlreadyExists, iamState, limitExceeded, noSuchEntity } from "./state.ts";
import { withTags } from "./tags.ts";
import { checkDescription, checkName, checkPath, policySize } from "./validation.ts";

/** Non-white-space characters of a managed policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const POLICY_SIZE = 6_144;
/** Versions that a policy may have at a time. */
const VERSIONS_PER_POLICY = 5;

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

const POLICY = {
  name: "Policy",
  key: "PolicyArn",
  table: (cloud: Cloud) => iamState(cloud).policies,
} as const;

/** A policy of the account or one of AWS's own. */
export function findPolicy(cloud: Cloud, arn: string): ManagedPolicy | undefined {
  return iamState(cloud).policies.find(arn) ?? awsManagedPolicy(cloud.partition, arn);
}

/** As {@link findPolicy}. @throws AwsError NoSuchEntity */
export function getPolicy(cloud: Cloud, arn: string): ManagedPolicy {
  return findPolicy(cloud, arn) ?? iamState(cloud).policies.get(arn);
}

/** The document that is in force. */
export function defaultDocument(policy: ManagedPolicy): string {
  return versionOf(policy, policy.DefaultVersionId).Document;
}

/** How many roles a policy is attached to. */
function attachmentCount(cloud: Cloud, arn: string): number {
  return iamState(cloud).roles.where(({ AttachedPolicies }) => AttachedPolicies.includes(arn)).length;
}

export const policyOperations = {
  CreatePolicy: operation<CreatePolicyRequest, { Policy: ManagedPolicy }>({
    authorize: onCreation("Policy", policyArn),
    run: (cloud, request) => ({ Policy: createPolicy(cloud, request) }),
  }),

  GetPolicy: operation<PolicyArn, { Policy: ManagedPolicy & { AttachmentCount: number } }>({
    authorize: onPolicy("GetPolicy"),
    run: (cloud, { PolicyArn }) => ({
      Policy: { ...getPolicy(cloud, PolicyArn), AttachmentCount: attachmentCount(cloud, PolicyArn) },
    }),
  }),

  ListPolicies: operation<object, { Policies: ManagedPolicy[] }>({
    run: (cloud) => ({ Policies: iamState(cloud).policies.values() }),
  }),

  GetPolicyVersion: operation<PolicyArn & { VersionId: string }, { PolicyVersion: PolicyVersion }>({
    authorize: onPolicy("GetPolicyVersion"),
    run: (cloud, { PolicyArn, VersionId }) => ({
      PolicyVersion: versionOf(getPolicy(cloud, PolicyArn), VersionId),
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

  ...tagOperations(POLICY),

  DeletePolicy: operation<PolicyArn, object>({
    authorize: onPolicy("DeletePolicy"),
    run: (cloud, { PolicyArn }) => {
      const policy = iamState(cloud).policies.get(PolicyArn);
      if (attachmentCount(cloud, PolicyArn) > 0) {
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
  return iamArn(cloud, `policy${Path}${PolicyName}`);
}

function versionOf(policy: ManagedPolicy, id: string): PolicyVersion {
  const version = policy.Versions.find(({ VersionId }) => VersionId === id);
  if (version === undefined) {
    throw noSuchEntity(`Policy ${policy.Arn} version ${id} does not exist or is not attachable.`);
  }
  return version;
}

function onPolicy(action: string) {
  return onObject(POLICY, action);
}

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/policy/ */
export const policyResource = iamResource(POLICY, {
  token: "aws:iam/policy:Policy",
  schema: z.object({
    description: z.string().optional(),
    name: z.string().optional(),
    namePrefix: z.string().optional(),
    path: z.string().optional(),
    policy: z.string(),
    ...tagsInput,
  }),
  meantDefaults: { path: "/" },
  nameInput: "name",
  replaceOnChange: ["description", "name", "namePrefix", "path"],
  computed: ["arn", "attachmentCount", "name", "namePrefix", "policyId", "tagsAll"],
  ...documentInput("policy"),

  create(context, inputs, tagging) {
    const { cloud } = context;
    const { description, path } = inputs;
    const { Policy } = cloud.call(cloud.administrator, "iam", "CreatePolicy", {
      PolicyName: chosenName(context, inputs, 128),
      PolicyDocument: inputs.policy,
      ...(path !== undefined && { Path: path }),
      ...(description !== undefined && { Description: description }),
      ...tagging,
    });
    return Policy.Arn;
  },

  outputs: ({ cloud }, policy) => ({
    arn: policy.Arn,
    attachmentCount: attachmentCount(cloud, policy.Arn),
    description: policy.Description,
    name: policy.PolicyName,
    namePrefix: namePrefixOf(policy.PolicyName),
    path: policy.Path,
    policy: defaultDocument(policy),
    policyId: policy.PolicyId,
  }),

  update({ cloud }, PolicyArn, before, after) {
    if (isSamePolicy(before.policy ?? "", after.policy)) return;
    makeRoom(cloud, PolicyArn);
    const version = { PolicyDocument: after.policy, SetAsDefault: true };
    cloud.call(cloud.administrator, "iam", "CreatePolicyVersion", { PolicyArn, ...version });
  },

  delete({ cloud }, PolicyArn) {
    for (const VersionId of formerVersions(iamState(cloud).policies.get(PolicyArn))) {
      cloud.call(cloud.administrator, "iam", "DeletePolicyVersion", { PolicyArn, VersionId });
    }
    cloud.call(cloud.administrator, "iam", "DeletePolicy", { PolicyArn });
  },
});

/** The provider makes room for a new version by itself: the oldest that is not in force goes. */
function makeRoom(cloud: Cloud, PolicyArn: string): void {
  const policy = iamState(cloud).policies.get(PolicyArn);
  const [VersionId] = formerVersions(policy);
  if (VersionId === undefined || policy.Versions.length < VERSIONS_PER_POLICY) return;
  cloud.call(cloud.administrator, "iam", "DeletePolicyVersion", { PolicyArn, VersionId });
}

/** Ids of the versions that are not in force, oldest first. */
function formerVersions({ DefaultVersionId, Versions }: ManagedPolicy): string[] {
  return Versions.map(({ VersionId }) => VersionId).filter((id) => id !== DefaultVersionId);
}
