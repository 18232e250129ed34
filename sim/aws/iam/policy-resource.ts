import { z } from "zod";
import { chosenName } from "../../core/physical-name.ts";
import type { Properties, ResourceContext } from "../../core/resource-type.ts";
import { tagList, tagsWithDefaults } from "../tags.ts";
import { documentInput } from "./document-input.ts";
import { isSamePolicy } from "./policy-document.ts";
import { attachmentCount, defaultDocument, VERSIONS_PER_POLICY } from "./policy.ts";
import { importable } from "./importable.ts";
import { nameInputs, tagsInput } from "./resource-inputs.ts";
import { tagChanges } from "../pulumi/tag-changes.ts";
import { tagOutputs } from "../pulumi/tags.ts";
import type { ManagedPolicy } from "./records.ts";
import { iamState } from "./state.ts";

const policyInputs = z.object({
  ...nameInputs,
  delayAfterPolicyCreationInMs: z.exactOptional(z.number()),
  description: z.exactOptional(z.string()),
  path: z.exactOptional(z.string()),
  policy: z.string(),
  tags: tagsInput,
});
const knownPolicyInputs = policyInputs.partial();

type PolicyInputs = z.output<typeof knownPolicyInputs>;

const DEFAULTS = { path: "/" };

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/policy/ */
export const policyResource = importable(policyInputs, DEFAULTS, {
  token: "aws:iam/policy:Policy",
  replaceOnChange: ["description", "name", "namePrefix", "path"],
  computed: ["arn", "attachmentCount", "name", "namePrefix", "policyId", "tagsAll"],

  ...documentInput("policy"),

  create(context, properties) {
    const { cloud, provider } = context;
    const inputs = policyInputs.parse(properties);
    const { Policy } = cloud.call(cloud.administrator, "iam", "CreatePolicy", {
      PolicyName: chosenName(context, inputs, 128),
      PolicyDocument: inputs.policy,
      ...(inputs.path !== undefined && { Path: inputs.path }),
      ...(inputs.description !== undefined && { Description: inputs.description }),
      Tags: tagList(tagsWithDefaults(provider, inputs.tags)),
    });
    return { id: Policy.Arn, outputs: outputsOf(context, Policy, inputs) };
  },

  read(context, id, inputs) {
    const policy = iamState(context.cloud).policies.find(id);
    return policy && outputsOf(context, policy, knownPolicyInputs.parse(inputs));
  },

  update(context, id, oldProperties, newProperties) {
    const { cloud, provider } = context;
    const before = knownPolicyInputs.parse(oldProperties);
    const after = policyInputs.parse(newProperties);
    const policy = { PolicyArn: id };
    const call = cloud.administrator;
    if (!isSamePolicy(before.policy ?? "", after.policy)) {
      // The provider makes room for a new version by itself: the oldest that is not in force goes.
      const { DefaultVersionId, Versions } = iamState(cloud).policies.get(id);
      const oldest = Versions.find(({ VersionId }) => VersionId !== DefaultVersionId);
      if (oldest !== undefined && Versions.length >= VERSIONS_PER_POLICY) {
        cloud.call(call, "iam", "DeletePolicyVersion", { ...policy, VersionId: oldest.VersionId });
      }
      const version = { PolicyDocument: after.policy, SetAsDefault: true };
      cloud.call(call, "iam", "CreatePolicyVersion", { ...policy, ...version });
    }
    const { set, removedKeys } = tagChanges(provider, before.tags, after.tags);
    if (set.length > 0) cloud.call(call, "iam", "TagPolicy", { ...policy, Tags: set });
    if (removedKeys.length > 0) cloud.call(call, "iam", "UntagPolicy", { ...policy, TagKeys: removedKeys });
    return outputsOf(context, iamState(cloud).policies.get(id), after);
  },

  delete({ cloud }, id) {
    const policy = iamState(cloud).policies.find(id);
    if (policy === undefined) return;
    const former = policy.Versions.filter(({ VersionId }) => VersionId !== policy.DefaultVersionId);
    for (const { VersionId } of former) {
      cloud.call(cloud.administrator, "iam", "DeletePolicyVersion", { PolicyArn: id, VersionId });
    }
    cloud.call(cloud.administrator, "iam", "DeletePolicy", { PolicyArn: id });
  },
});

function outputsOf(context: ResourceContext, policy: ManagedPolicy, inputs: PolicyInputs): Properties {
  return {
    arn: policy.Arn,
    attachmentCount: attachmentCount(context.cloud, policy.Arn),
    ...(inputs.delayAfterPolicyCreationInMs !== undefined && {
      delayAfterPolicyCreationInMs: inputs.delayAfterPolicyCreationInMs,
    }),
    description: policy.Description,
    name: policy.PolicyName,
    namePrefix: inputs.namePrefix ?? "",
    path: policy.Path,
    policy: defaultDocument(policy),
    policyId: policy.PolicyId,
    ...tagOutputs(context, policy.Tags, inputs),
  };
}
