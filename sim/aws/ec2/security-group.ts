import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { onEach, onExisting, onNew } from "./authorization.ts";
import { invalidParameter, invalidValue, limitExceeded, missingParameter } from "./errors.ts";
import { filtered, type Filter } from "./filters.ts";
import { permissionsOf, type DescribedPermission } from "./ip-permission.ts";
import { ec2Arn } from "./kinds.ts";
import { addRules, rulesIn, rulesNaming } from "./security-group-rule.ts";
import { newTags, type TagSpecification } from "./tags.ts";
import type { Tag } from "../tags.ts";
import type { SecurityGroup, Vpc } from "./records.ts";
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
  readonly TagSpecifications?: readonly TagSpecification[] | undefined;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_GROUPS = 2500;
/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
const MAX_TEXT_LENGTH = 255;
const ALLOWED_TEXT = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]*$/;

/** Everything goes out, as a new security group allows. */
const ALL_EGRESS = [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];

/** Makes a security group with the default egress rule. */
export function addSecurityGroup(
  cloud: Cloud,
  request: CreateSecurityGroupRequest,
  tags: Tag[],
  id = cloud.ids.ec2("sg"),
): SecurityGroup {
  const { GroupName, Description, VpcId } = request;
  // An account without default VPC, as this one, must name the VPC.
  if (VpcId === undefined) throw missingParameter("vpcId");
  ec2State(cloud).vpcs.get(VpcId);
  checkName(GroupName);
  checkDescription(Description);
  if (
    ec2State(cloud).securityGroups.where((group) => group.VpcId === VpcId && group.GroupName === GroupName)
      .length > 0
  ) {
    throw new AwsError(
      "InvalidGroup.Duplicate",
      `The security group '${GroupName}' already exists for VPC '${VpcId}'`,
    );
  }
  if (ec2State(cloud).securityGroups.size >= MAX_GROUPS) {
    throw limitExceeded("SecurityGroupLimitExceeded", "security groups");
  }
  const group = ec2State(cloud).securityGroups.set(id, {
    GroupId: id,
    GroupName,
    Description,
    VpcId,
    OwnerId: cloud.accountId,
    Tags: tags,
  });
  addRules(cloud, id, true, ALL_EGRESS);
  return group;
}

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
  for (const rule of ec2State(cloud).securityGroupRules.where(({ GroupId }) => GroupId === groupId)) {
    ec2State(cloud).securityGroupRules.delete(rule.SecurityGroupRuleId);
  }
  ec2State(cloud).securityGroups.delete(groupId);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html and its siblings. */
export const securityGroupOperations = {
  CreateSecurityGroup: operation({
    authorize: (cloud, request: CreateSecurityGroupRequest) => [
      ...onNew(
        cloud,
        "CreateSecurityGroup",
        "security-group",
        request.TagSpecifications,
        request.VpcId === undefined ? {} : { "ec2:Vpc": ec2Arn(cloud, request.VpcId) },
      ),
      ...onEach(cloud, "CreateSecurityGroup", [request.VpcId]),
    ],
    run: (cloud, request, caller): { GroupId: string; Tags: Tag[]; SecurityGroupArn: string } => {
      const tags = newTags(request.TagSpecifications, "security-group", caller);
      const { GroupId, Tags } = addSecurityGroup(cloud, request, tags);
      return { GroupId, Tags: structuredClone(Tags), SecurityGroupArn: ec2Arn(cloud, GroupId) };
    },
  }),

  DescribeSecurityGroups: operation({
    run: (
      cloud,
      request: {
        readonly GroupIds?: readonly string[] | undefined;
        readonly Filters?: readonly Filter[] | undefined;
      },
    ): { SecurityGroups: SecurityGroupDescription[] } => {
      const { securityGroups } = ec2State(cloud);
      const groups = request.GroupIds?.map((id) => securityGroups.get(id)) ?? securityGroups.values();
      return {
        SecurityGroups: filtered("DescribeSecurityGroups", groups, request.Filters, {
          "group-id": (group) => [group.GroupId],
          "group-name": (group) => [group.GroupName],
          "vpc-id": (group) => [group.VpcId],
          "owner-id": (group) => [group.OwnerId],
          description: (group) => [group.Description],
          "ip-permission.group-id": (group) =>
            rulesIn(cloud, group.GroupId, false).map((rule) => rule.ReferencedGroupInfo?.GroupId),
          "egress.ip-permission.group-id": (group) =>
            rulesIn(cloud, group.GroupId, true).map((rule) => rule.ReferencedGroupInfo?.GroupId),
        }).map((group) => describe(cloud, group)),
      };
    },
  }),

  DeleteSecurityGroup: operation({
    authorize: (cloud, request: { readonly GroupId: string }) => [
      onExisting(cloud, "DeleteSecurityGroup", request.GroupId),
    ],
    run: (cloud, { GroupId }): { Return: true; GroupId: string } => {
      const { GroupName } = ec2State(cloud).securityGroups.get(GroupId);
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
      removeSecurityGroup(cloud, GroupId);
      return { Return: true, GroupId };
    },
  }),
};

function describe(cloud: Cloud, group: SecurityGroup): SecurityGroupDescription {
  return {
    ...structuredClone(group),
    SecurityGroupArn: ec2Arn(cloud, group.GroupId),
    IpPermissions: permissionsOf(rulesIn(cloud, group.GroupId, false)),
    IpPermissionsEgress: permissionsOf(rulesIn(cloud, group.GroupId, true)),
  };
}

/** Words: as users quote them; rules: the API reference of CreateSecurityGroup. */
function checkName(name: string): void {
  if (name === "") throw missingParameter("groupName");
  if (name === "default") throw invalidValue("Cannot use reserved security group name: default");
  if (name.startsWith("sg-")) {
    throw invalidParameter("GroupName", name, "Group names may not be in the format sg-*");
  }
  if (name.length > MAX_TEXT_LENGTH || !ALLOWED_TEXT.test(name)) {
    throw invalidParameter("GroupName", name, "Character sets beyond ASCII are not supported.");
  }
}

function checkDescription(description: string): void {
  if (description === "") throw missingParameter("GroupDescription");
  if (description.length > MAX_TEXT_LENGTH || !ALLOWED_TEXT.test(description)) {
    throw invalidValue(
      "Invalid security group description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
    );
  }
}
