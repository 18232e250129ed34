import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { chosenName, namePrefixOf } from "../../core/physical-name.ts";
import type { CheckFailure, ResourceContext } from "../../core/resource-type.ts";
import { deleteWhenFree, MINUTE_MS } from "../kind/waiting.ts";
import { tagsInput } from "../pulumi/tags.ts";
import type { Tag } from "../tags.ts";
import { invalidParameter, invalidValue, limitExceeded, missingParameter } from "./errors.ts";
import {
  inlineRule,
  inlineRuleProblems,
  inlineRulesOf,
  isSameInlineRules,
  syncInlineRules,
} from "./inline-rules.ts";
import {
  MAX_TEXT_LENGTH,
  checkDescription,
  isAllowedText,
  permissionsOf,
  type DescribedPermission,
} from "./ip-permission.ts";
import { ec2Kind } from "./kind.ts";
import { ec2Arn } from "./kinds.ts";
import { conflict } from "./provider-checks.ts";
import type { SecurityGroup, Vpc } from "./records.ts";
import { addRules, rulesIn, rulesNaming } from "./security-group-rule.ts";
import { ec2State } from "./state.ts";

/** A security group as DescribeSecurityGroups shows it. */
export interface SecurityGroupDescription extends SecurityGroup {
  readonly SecurityGroupArn: string;
  readonly IpPermissions: DescribedPermission[];
  readonly IpPermissionsEgress: DescribedPermission[];
}

/** A name, unique in its VPC, and a description; neither can be changed later. */
export interface CreateSecurityGroupRequest {
  readonly GroupName: string;
  readonly Description: string;
  readonly VpcId?: string | undefined;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_GROUPS = 2500;

/** Everything goes out, as a new security group allows. */
const ALL_EGRESS = [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];

/** A group comes with a rule that lets everything out. */
const groups = ec2Kind(
  {
    prefix: "sg",
    one: "SecurityGroup",
    id: "GroupId",
    create: "CreateSecurityGroup",
    describe: "DescribeSecurityGroups",
    delete: "DeleteSecurityGroup",
  },
  {
    uses: (request: CreateSecurityGroupRequest) => [request.VpcId],
    conditions: (cloud, { VpcId }): Readonly<Record<string, string>> =>
      VpcId === undefined ? {} : { "ec2:Vpc": ec2Arn(cloud, VpcId) },
    make(cloud, { GroupName, Description, VpcId }, id, tags) {
      // An account without default VPC, as this one, must name the VPC.
      if (VpcId === undefined) throw missingParameter("vpcId");
      ec2State(cloud).vpcs.get(VpcId);
      checkName(GroupName);
      if (Description === "") throw missingParameter("GroupDescription");
      checkDescription("security group", Description);
      if (
        ec2State(cloud).securityGroups.where(
          (group) => group.VpcId === VpcId && group.GroupName === GroupName,
        ).length > 0
      ) {
        throw new AwsError(
          "InvalidGroup.Duplicate",
          `The security group '${GroupName}' already exists for VPC '${VpcId}'`,
        );
      }
      if (ec2State(cloud).securityGroups.size >= MAX_GROUPS) {
        throw limitExceeded("SecurityGroupLimitExceeded", "security groups");
      }
      return { GroupId: id, GroupName, Description, VpcId, OwnerId: cloud.accountId, Tags: tags };
    },
    made(cloud, { GroupId }) {
      addRules(cloud, GroupId, true, ALL_EGRESS);
    },
    created: (cloud, { GroupId, Tags }): { GroupId: string; Tags: Tag[]; SecurityGroupArn: string } => ({
      GroupId,
      Tags: structuredClone(Tags),
      SecurityGroupArn: ec2Arn(cloud, GroupId),
    }),
    show: (cloud, group): SecurityGroupDescription => ({
      ...structuredClone(group),
      SecurityGroupArn: ec2Arn(cloud, group.GroupId),
      IpPermissions: permissionsOf(rulesIn(cloud, group.GroupId, false)),
      IpPermissionsEgress: permissionsOf(rulesIn(cloud, group.GroupId, true)),
    }),
    filters: (cloud) => ({
      "group-id": (group) => [group.GroupId],
      "group-name": (group) => [group.GroupName],
      "vpc-id": (group) => [group.VpcId],
      "owner-id": (group) => [group.OwnerId],
      description: (group) => [group.Description],
      "ip-permission.group-id": (group) =>
        rulesIn(cloud, group.GroupId, false).map((rule) => rule.ReferencedGroupInfo?.GroupId),
      "egress.ip-permission.group-id": (group) =>
        rulesIn(cloud, group.GroupId, true).map((rule) => rule.ReferencedGroupInfo?.GroupId),
    }),
    unmake(cloud, { GroupId, GroupName }) {
      if (GroupName === "default") {
        throw new AwsError(
          "CannotDelete",
          `the specified group: "${GroupId}" name: "default" cannot be deleted by a user`,
        );
      }
      const isAttached = ec2State(cloud).networkInterfaces.where(({ Groups }) =>
        Groups.some((group) => group.GroupId === GroupId),
      );
      if (isAttached.length > 0 || rulesNaming(cloud, GroupId).length > 0) {
        throw new AwsError("DependencyViolation", `resource ${GroupId} has a dependent object`);
      }
      removeRules(cloud, GroupId);
    },
    deleted: (_cloud, { GroupId }): { Return: true; GroupId: string } => ({ Return: true, GroupId }),
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html and its siblings. */
export const securityGroupOperations = groups.operations;

/** The group `default` of a new VPC: its members reach each other, and everything goes out. */
export function addDefaultSecurityGroup(cloud: Cloud, { VpcId }: Vpc): SecurityGroup {
  const GroupId = cloud.ids.ec2("sg");
  const group = ec2State(cloud).securityGroups.set(GroupId, {
    GroupId,
    GroupName: "default",
    Description: "default VPC security group",
    VpcId,
    OwnerId: cloud.accountId,
    Tags: [],
  });
  addRules(cloud, GroupId, false, [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] }]);
  addRules(cloud, GroupId, true, ALL_EGRESS);
  return group;
}

/** The VPC's group `default`. */
export function defaultSecurityGroup(cloud: Cloud, vpcId: string): SecurityGroup {
  const [group] = ec2State(cloud).securityGroups.where(
    ({ VpcId, GroupName }) => VpcId === vpcId && GroupName === "default",
  );
  if (group === undefined) throw new TypeError(`VPC ${vpcId} has no default security group`);
  return group;
}

/** Removes a group and its rules, without asking who uses it. */
export function removeSecurityGroup(cloud: Cloud, groupId: string): void {
  removeRules(cloud, groupId);
  ec2State(cloud).securityGroups.delete(groupId);
}

function removeRules(cloud: Cloud, groupId: string): void {
  for (const rule of ec2State(cloud).securityGroupRules.where(({ GroupId }) => GroupId === groupId)) {
    ec2State(cloud).securityGroupRules.delete(rule.SecurityGroupRuleId);
  }
}

/** Characters that the provider adds to `namePrefix`. */
const PREFIX_SUFFIX_LENGTH = 26;

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_security_group.go */
export const securityGroupResource = groups.resource({
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

  create(context, inputs, tagging) {
    const { cloud } = context;
    const { GroupId } = cloud.call(cloud.administrator, "ec2", "CreateSecurityGroup", {
      GroupName: chosenName(context, inputs, MAX_TEXT_LENGTH),
      Description: inputs.description ?? "",
      VpcId: inputs.vpcId,
      ...tagging,
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

  outputs: ({ cloud }, group, properties) => ({
    arn: ec2Arn(cloud, group.GroupId),
    description: group.Description,
    egress: inlineRulesOf(cloud, group.GroupId, true, properties["egress"]),
    ingress: inlineRulesOf(cloud, group.GroupId, false, properties["ingress"]),
    name: group.GroupName,
    namePrefix: namePrefixOf(group.GroupName),
    ownerId: group.OwnerId,
    revokeRulesOnDelete: properties["revokeRulesOnDelete"] ?? false,
    vpcId: group.VpcId,
  }),

  update({ cloud }, id, _before, after) {
    if (after.ingress !== undefined) syncInlineRules(cloud, id, false, after.ingress);
    if (after.egress !== undefined) syncInlineRules(cloud, id, true, after.egress);
  },

  delete(context, GroupId, properties) {
    const { cloud } = context;
    if (properties["revokeRulesOnDelete"] === true) revokeRules(context, GroupId);
    deleteWhenFree(context, 15 * MINUTE_MS, () => {
      cloud.call(cloud.administrator, "ec2", "DeleteSecurityGroup", { GroupId });
    });
  },
});

/** Words: as users quote them; rules: the API reference of CreateSecurityGroup. */
function checkName(name: string): void {
  if (name === "") throw missingParameter("groupName");
  if (name === "default") throw invalidValue("Cannot use reserved security group name: default");
  if (name.startsWith("sg-")) {
    throw invalidParameter("GroupName", name, "Group names may not be in the format sg-*");
  }
  if (!isAllowedText(name)) {
    throw invalidParameter("GroupName", name, "Character sets beyond ASCII are not supported.");
  }
}

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
  const longest = property === "name" ? MAX_TEXT_LENGTH : MAX_TEXT_LENGTH - PREFIX_SUFFIX_LENGTH;
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
