/** Pulumi types that give a role its permissions: attachments of managed policies, and inline policies. */
import { z } from "zod";
import { chosenName } from "../../core/physical-name.ts";
import { documentInput } from "./document-input.ts";
import { importable, NO_DEFAULTS } from "./importable.ts";
import { nameInputs } from "./resource-inputs.ts";
import { iamState } from "./state.ts";

const attachmentInputs = z.object({ policyArn: z.string(), role: z.string() });

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicyattachment/ */
export const rolePolicyAttachmentResource = importable(attachmentInputs, NO_DEFAULTS, {
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  // A new attachment may be the same as the old one, whose deletion would then take away both.
  deleteBeforeReplace: true,
  computed: [],

  create({ cloud }, properties) {
    const { policyArn, role } = attachmentInputs.parse(properties);
    cloud.call(cloud.administrator, "iam", "AttachRolePolicy", { RoleName: role, PolicyArn: policyArn });
    return { id: `${role}/${policyArn}`, outputs: { policyArn, role } };
  },

  read({ cloud }, id) {
    const role = id.slice(0, id.indexOf("/"));
    const policyArn = id.slice(role.length + 1);
    const attached = iamState(cloud).roles.find(role)?.AttachedPolicies.includes(policyArn);
    return attached ? { policyArn, role } : undefined;
  },

  delete({ cloud }, _id, state) {
    const { policyArn, role } = attachmentInputs.parse(state);
    if (!iamState(cloud).roles.find(role)?.AttachedPolicies.includes(policyArn)) return;
    cloud.call(cloud.administrator, "iam", "DetachRolePolicy", { RoleName: role, PolicyArn: policyArn });
  },
});

const rolePolicyInputs = z.object({ ...nameInputs, policy: z.string(), role: z.string() });

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicy/ */
export const rolePolicyResource = importable(rolePolicyInputs, NO_DEFAULTS, {
  token: "aws:iam/rolePolicy:RolePolicy",
  replaceOnChange: ["name", "namePrefix", "role"],
  computed: ["name", "namePrefix"],

  ...documentInput("policy"),

  create(context, properties) {
    const { cloud } = context;
    const { policy, role, namePrefix = "", ...naming } = rolePolicyInputs.parse(properties);
    const name = chosenName(context, { ...naming, ...(namePrefix !== "" && { namePrefix }) }, 128);
    cloud.call(cloud.administrator, "iam", "PutRolePolicy", {
      RoleName: role,
      PolicyName: name,
      PolicyDocument: policy,
    });
    return { id: `${role}:${name}`, outputs: { name, namePrefix, policy, role } };
  },

  read({ cloud }, id, inputs) {
    const { role, name } = splitId(id);
    const policy = iamState(cloud).roles.find(role)?.InlinePolicies[name];
    if (policy === undefined) return undefined;
    return { name, namePrefix: inputs["namePrefix"] ?? "", policy, role };
  },

  update({ cloud }, id, _before, after) {
    const { role, name } = splitId(id);
    const { policy, namePrefix = "" } = rolePolicyInputs.parse(after);
    cloud.call(cloud.administrator, "iam", "PutRolePolicy", {
      RoleName: role,
      PolicyName: name,
      PolicyDocument: policy,
    });
    return { name, namePrefix, policy, role };
  },

  delete({ cloud }, id) {
    const { role, name } = splitId(id);
    if (iamState(cloud).roles.find(role)?.InlinePolicies[name] === undefined) return;
    cloud.call(cloud.administrator, "iam", "DeleteRolePolicy", { RoleName: role, PolicyName: name });
  },
});

function splitId(id: string): { role: string; name: string } {
  const [role = "", name = ""] = id.split(":");
  return { role, name };
}
