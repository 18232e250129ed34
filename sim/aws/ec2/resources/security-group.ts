import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { chosenName } from "../../../core/physical-name.ts";
import type { CheckFailure, ResourceContext } from "../../../core/resource-type.ts";
import { ec2Arn } from "../kinds.ts";
import { rulesIn, rulesNaming } from "../security-group-rule.ts";
import { conflict } from "../provider-checks.ts";
import { awsResource } from "../../pulumi/resource.ts";
import {
  inlineRule,
  inlineRuleProblems,
  inlineRulesOf,
  isSameInlineRules,
  syncInlineRules,
} from "./inline-rules.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { ec2State } from "../state.ts";
import { tagSpecifications, updateTags } from "./tags.ts";
import { deleteWhenFree, MINUTE_MS, unlessGone } from "../../kind/waiting.ts";

const MAX_NAME_LENGTH = 255;
/** Characters that the provider adds to `namePrefix`. */
const PREFIX_SUFFIX_LENGTH = 26;

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_security_group.go */
export const securityGroupResource = awsResource({
  token: "aws:ec2/securityGroup:SecurityGroup",
  nameInput: "name",
  schema: z.object({
    description: z.string().optional(),
    egress: z.array(inlineRule).optional(),
    ingress: z.array(inlineRule).optional(),
    name: z.string().optional(),
    namePrefix: z.string().optional(),
    revokeRulesOnDelete: z.boolean().optional(),
    vpcId: z.string().optional(),
    ...tagsInput,
  }),
  defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
  replaceOnChange: ["description", "name", "namePrefix", "vpcId"],
  computed: (inputs) => [
    "arn",
    "name",
    "namePrefix",
    "ownerId",
    "tagsAll",
    "vpcId",
    // Rules of other resources show up in a group that has none of its own.
    ...["egress", "ingress"].filter((direction) => inputs[direction] === undefined),
  ],

  isSame: (property, before, after) =>
    property === "ingress" || property === "egress"
      ? isSameInlineRules(before, after)
      : isDeepStrictEqual(before, after),

  problems: (inputs) => [
    ...nameProblems("name", inputs.name),
    ...nameProblems("namePrefix", inputs.namePrefix),
    ...conflict(inputs, "name", "name", "name_prefix"),
    ...(inputs.ingress ?? []).flatMap((rule, index) => inlineRuleProblems(`ingress[${index}]`, rule)),
    ...(inputs.egress ?? []).flatMap((rule, index) => inlineRuleProblems(`egress[${index}]`, rule)),
  ],

  create(context, inputs) {
    const { cloud } = context;
    const { GroupId } = cloud.call(cloud.administrator, "ec2", "CreateSecurityGroup", {
      GroupName: chosenName(context, inputs, MAX_NAME_LENGTH),
      Description: inputs.description ?? "",
      VpcId: inputs.vpcId,
      TagSpecifications: tagSpecifications(context, "security-group", inputs.tags),
    });
    // The provider takes away the egress rule that AWS gives, so that programs say what may go out.
    cloud.call(cloud.administrator, "ec2", "RevokeSecurityGroupEgress", {
      GroupId,
      IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
    });
    for (const isEgress of [false, true]) {
      const rules = isEgress ? inputs.egress : inputs.ingress;
      if (rules !== undefined) syncInlineRules(cloud, GroupId, isEgress, rules);
    }
    return GroupId;
  },

  read(context, id, properties) {
    const { cloud } = context;
    const group = ec2State(cloud).securityGroups.find(id);
    return (
      group && {
        arn: ec2Arn(cloud, id),
        description: group.Description,
        egress: inlineRulesOf(cloud, id, true, properties["egress"]),
        ingress: inlineRulesOf(cloud, id, false, properties["ingress"]),
        name: group.GroupName,
        namePrefix: properties["namePrefix"] ?? "",
        ownerId: group.OwnerId,
        revokeRulesOnDelete: properties["revokeRulesOnDelete"] ?? false,
        vpcId: group.VpcId,
        ...tagOutputs(context, group.Tags, properties),
      }
    );
  },

  update(context, id, before, after) {
    const { cloud } = context;
    if (after.ingress !== undefined) syncInlineRules(cloud, id, false, after.ingress);
    if (after.egress !== undefined) syncInlineRules(cloud, id, true, after.egress);
    updateTags(context, id, before.tags, after.tags);
  },

  delete(context, id, properties) {
    const { cloud } = context;
    unlessGone(["InvalidGroup.NotFound"], () => {
      if (properties["revokeRulesOnDelete"] === true) revokeRules(context, id);
      deleteWhenFree(context, 15 * MINUTE_MS, () => {
        cloud.call(cloud.administrator, "ec2", "DeleteSecurityGroup", { GroupId: id });
      });
    });
  },
});

/** Takes away the group's own rules and those of other groups that name it. */
function revokeRules({ cloud }: ResourceContext, groupId: string): void {
  ec2State(cloud).securityGroups.get(groupId);
  const rules = [
    ...rulesIn(cloud, groupId, false),
    ...rulesIn(cloud, groupId, true),
    ...rulesNaming(cloud, groupId),
  ];
  for (const { GroupId, IsEgress, SecurityGroupRuleId } of rules) {
    const action = IsEgress ? "RevokeSecurityGroupEgress" : "RevokeSecurityGroupIngress";
    const SecurityGroupRuleIds = [SecurityGroupRuleId];
    cloud.call(cloud.administrator, "ec2", action, { GroupId, SecurityGroupRuleIds });
  }
}

/** Words: `validation.StringLenBetween` and `StringDoesNotMatch` of terraform-plugin-sdk. */
function nameProblems(property: string, name: string | undefined): CheckFailure[] {
  if (name === undefined) return [];
  const argument = property === "name" ? "name" : "name_prefix";
  const longest = property === "name" ? MAX_NAME_LENGTH : MAX_NAME_LENGTH - PREFIX_SUFFIX_LENGTH;
  const failures: CheckFailure[] = [];
  if (name.length > longest) {
    const reason = `expected length of ${argument} to be in the range (0 - ${longest}), got ${name}`;
    failures.push({ property, reason });
  }
  if (name.startsWith("sg-")) {
    failures.push({ property, reason: `invalid value for ${argument} (cannot begin with sg-)` });
  }
  return failures;
}
