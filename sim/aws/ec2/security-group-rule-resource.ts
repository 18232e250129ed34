import { crc32 } from "node:zlib";
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import type { CheckFailure } from "../../core/resource-type.ts";
import { isSameRule, peerOf, rulesOf, type IpPermission } from "./ip-permission.ts";
import { rulesIn } from "./security-group-rule.ts";
import { conflict } from "./provider-checks.ts";
import { awsResource } from "../pulumi/resource.ts";
import type { SecurityGroupRule } from "./records.ts";
import { inlinePermission, inlineRule, inlineRuleProblems } from "./inline-rules.ts";
import { parseRuleImportId } from "./security-group-rule-import.ts";
import { unlessGone } from "../kind/waiting.ts";

const { securityGroups: _groups, ...common } = inlineRule.shape;
const schema = z.object({
  ...common,
  securityGroupId: z.string(),
  sourceSecurityGroupId: z.string().optional(),
  type: z.enum(["ingress", "egress"]),
});
type Inputs = z.output<typeof schema>;

const PEERS = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "self", "sourceSecurityGroupId"] as const;

/**
 * One permission with many peers: as many rules in EC2.
 *
 * Schema: terraform-provider-aws/internal/service/ec2/vpc_security_group_rule.go
 */
export const securityGroupRuleResource = awsResource({
  token: "aws:ec2/securityGroupRule:SecurityGroupRule",
  schema,
  defaults: { self: false },
  replaceOnChange: [...PEERS, "fromPort", "protocol", "securityGroupId", "toPort", "type"],
  computed: ["securityGroupRuleId", "sourceSecurityGroupId"],

  problems: (inputs) => [...inlineRuleProblems("", inputs), ...peerProblems(inputs)],

  create({ cloud }, inputs) {
    const GroupId = inputs.securityGroupId;
    const action =
      inputs.type === "egress" ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress";
    cloud.call(cloud.administrator, "ec2", action, { GroupId, IpPermissions: [permission(inputs)] });
    return ruleId(cloud, inputs);
  },

  withoutConflicts({ sourceSecurityGroupId, ...inputs }) {
    return inputs["self"] === true ? inputs : { ...inputs, sourceSecurityGroupId };
  },

  findImported({ cloud }, importId) {
    const properties = schema.parse(parseRuleImportId(importId));
    return { id: ruleId(cloud, properties), properties };
  },

  read({ cloud }, _id, properties) {
    const inputs = schema.parse(properties);
    const rules = rulesOfResource(cloud, inputs);
    if (rules === undefined) return undefined;
    return {
      ...inputs,
      description: rules[0]?.Description ?? inputs.description,
      protocol: rules[0]?.IpProtocol ?? inputs.protocol,
      securityGroupRuleId: rules.length === 1 ? rules[0]?.SecurityGroupRuleId : "",
      self: inputs.self ?? false,
      sourceSecurityGroupId: inputs.sourceSecurityGroupId ?? (inputs.self ? inputs.securityGroupId : ""),
    };
  },

  update({ cloud }, _id, _before, after) {
    const GroupId = after.securityGroupId;
    const action =
      after.type === "egress"
        ? "UpdateSecurityGroupRuleDescriptionsEgress"
        : "UpdateSecurityGroupRuleDescriptionsIngress";
    cloud.call(cloud.administrator, "ec2", action, { GroupId, IpPermissions: [permission(after)] });
  },

  delete({ cloud }, _id, properties) {
    const inputs = schema.parse(properties);
    const GroupId = inputs.securityGroupId;
    const action = inputs.type === "egress" ? "RevokeSecurityGroupEgress" : "RevokeSecurityGroupIngress";
    unlessGone(["InvalidPermission.NotFound", "InvalidGroup.NotFound"], () =>
      cloud.call(cloud.administrator, "ec2", action, { GroupId, IpPermissions: [permission(inputs)] }),
    );
  },
});

function permission(inputs: Inputs): IpPermission {
  const { securityGroupId, self, sourceSecurityGroupId: source, type: _type, ...rule } = inputs;
  // As an output, the source is empty without another group, and with `self` it is the group itself.
  const isAnother = source !== undefined && source !== "" && !(self && source === securityGroupId);
  return inlinePermission({ ...rule, self, securityGroups: isAnother ? [source] : [] }, securityGroupId);
}

/** The rules in EC2, or undefined when one of them is gone. */
function rulesOfResource(cloud: Cloud, inputs: Inputs): SecurityGroupRule[] | undefined {
  const present = rulesIn(cloud, inputs.securityGroupId, inputs.type === "egress");
  const found = rulesOf([permission(inputs)], cloud.accountId).map((spec) =>
    present.find((rule) => isSameRule(rule, spec)),
  );
  return found.every((rule) => rule !== undefined) ? found : undefined;
}

/** The provider's own id, a checksum: securityGroupRuleCreateID in the file named above. */
function ruleId(cloud: Cloud, inputs: Inputs): string {
  const specs = rulesOf([permission(inputs)], cloud.accountId);
  const { FromPort = 0, ToPort = 0, IpProtocol = "" } = specs[0] ?? {};
  const peers = specs.map(peerOf).sort();
  const parts = [
    inputs.securityGroupId,
    ...(FromPort > 0 ? [FromPort] : []),
    ...(ToPort > 0 ? [ToPort] : []),
    IpProtocol,
    inputs.type,
    ...peers,
  ];
  return `sgrule-${crc32(parts.map((part) => `${part}-`).join(""))}`;
}

/** Words: `AtLeastOneOf` and `ConflictsWith` of terraform-plugin-sdk. */
function peerProblems(inputs: Inputs): CheckFailure[] {
  if (!PEERS.some((property) => isGiven(inputs[property]))) {
    const property = "cidrBlocks";
    const choices = "`cidr_blocks,ipv6_cidr_blocks,prefix_list_ids,self,source_security_group_id`";
    return [{ property, reason: `"cidr_blocks": one of ${choices} must be specified` }];
  }
  return [
    ...conflict(inputs, "sourceSecurityGroupId", "source_security_group_id", "cidr_blocks"),
    ...conflict(inputs, "sourceSecurityGroupId", "source_security_group_id", "ipv6_cidr_blocks"),
  ];
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}
