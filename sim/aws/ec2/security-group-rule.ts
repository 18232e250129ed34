import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation, type AuthorizationCheck } from "../../core/operation.ts";
import type { Caller } from "../../core/caller.ts";
import { onExisting, onNew } from "./authorization.ts";
import { invalidValue, limitExceeded } from "./errors.ts";
import { isSameRule, nameOfRule, rulesOf, type IpPermission } from "./ip-permission.ts";
import { describeOperation, type Tagging } from "./kind.ts";
import { newTags } from "./tags.ts";
import type { Tag } from "../tags.ts";
import type { RuleSpec, SecurityGroupRule } from "./records.ts";
import { ec2State } from "./state.ts";

/** Rules per security group and direction: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
export const MAX_RULES_PER_DIRECTION = 60;

/** Rules to add to a group. */
export interface AuthorizeRequest extends Tagging {
  readonly GroupId: string;
  readonly IpPermissions: readonly IpPermission[];
}

/** Rules to take from a group, by what they say or by id. */
export interface RevokeRequest {
  readonly GroupId: string;
  readonly IpPermissions?: readonly IpPermission[] | undefined;
  readonly SecurityGroupRuleIds?: readonly string[] | undefined;
}

/** The group's rules of one direction. */
export function rulesIn(cloud: Cloud, groupId: string, isEgress: boolean): SecurityGroupRule[] {
  return ec2State(cloud).securityGroupRules.where(
    (rule) => rule.GroupId === groupId && rule.IsEgress === isEgress,
  );
}

/** Rules of other groups that name this one as their peer. */
export function rulesNaming(cloud: Cloud, groupId: string): SecurityGroupRule[] {
  return ec2State(cloud).securityGroupRules.where(
    (rule) => rule.ReferencedGroupInfo?.GroupId === groupId && rule.GroupId !== groupId,
  );
}

/**
 * Adds rules to a group: all of them, or none.
 *
 * @throws AwsError
 */
export function addRules(
  cloud: Cloud,
  groupId: string,
  isEgress: boolean,
  permissions: readonly IpPermission[],
  tags: readonly Tag[] = [],
): SecurityGroupRule[] {
  const group = ec2State(cloud).securityGroups.get(groupId);
  const added = rulesOf(permissions, cloud.accountId);
  const present = rulesIn(cloud, groupId, isEgress);
  added.forEach((rule, index) => {
    if (added.slice(0, index).some((other) => isSameRule(other, rule))) {
      throw invalidValue("The same permission must not appear multiple times");
    }
    const peer = rule.ReferencedGroupInfo?.GroupId;
    if (peer !== undefined && ec2State(cloud).securityGroups.get(peer).VpcId !== group.VpcId) {
      throw new AwsError(
        "InvalidGroup.NotFound",
        `You have specified two resources that belong to different networks.`,
      );
    }
    if (present.some((other) => isSameRule(other, rule))) {
      throw new AwsError(
        "InvalidPermission.Duplicate",
        `the specified rule "${nameOfRule(rule)}" already exists`,
      );
    }
  });
  if (present.length + added.length > MAX_RULES_PER_DIRECTION) {
    throw limitExceeded("RulesPerSecurityGroupLimitExceeded", "rules per security group");
  }
  return added.map((rule) => {
    const id = cloud.ids.ec2("sgr");
    return ec2State(cloud).securityGroupRules.set(id, {
      SecurityGroupRuleId: id,
      GroupId: groupId,
      GroupOwnerId: cloud.accountId,
      IsEgress: isEgress,
      ...rule,
      Tags: [...tags],
    });
  });
}

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html and its siblings.
 */
export const securityGroupRuleOperations = {
  AuthorizeSecurityGroupIngress: operation({
    authorize: (cloud, request: AuthorizeRequest) => mayAdd(cloud, "AuthorizeSecurityGroupIngress", request),
    run: (cloud, request, caller) => authorized(cloud, request, false, caller),
  }),

  AuthorizeSecurityGroupEgress: operation({
    authorize: (cloud, request: AuthorizeRequest) => mayAdd(cloud, "AuthorizeSecurityGroupEgress", request),
    run: (cloud, request, caller) => authorized(cloud, request, true, caller),
  }),

  RevokeSecurityGroupIngress: operation({
    authorize: (cloud, request: RevokeRequest) => [
      onExisting(cloud, "RevokeSecurityGroupIngress", request.GroupId),
    ],
    run: (cloud, request) => revoked(cloud, request, false),
  }),

  RevokeSecurityGroupEgress: operation({
    authorize: (cloud, request: RevokeRequest) => [
      onExisting(cloud, "RevokeSecurityGroupEgress", request.GroupId),
    ],
    run: (cloud, request) => revoked(cloud, request, true),
  }),

  DescribeSecurityGroupRules: describeOperation(
    { id: "SecurityGroupRuleId", describe: "DescribeSecurityGroupRules" },
    (cloud) => ec2State(cloud).securityGroupRules,
    {
      filters: () => ({
        "group-id": (rule) => [rule.GroupId],
        "security-group-rule-id": (rule) => [rule.SecurityGroupRuleId],
      }),
    },
  ),

  UpdateSecurityGroupRuleDescriptionsIngress: operation({
    authorize: (cloud, request: UpdateDescriptionsRequest) => [
      onExisting(cloud, "UpdateSecurityGroupRuleDescriptionsIngress", request.GroupId),
    ],
    run: (cloud, request) => redescribed(cloud, request, false),
  }),

  UpdateSecurityGroupRuleDescriptionsEgress: operation({
    authorize: (cloud, request: UpdateDescriptionsRequest) => [
      onExisting(cloud, "UpdateSecurityGroupRuleDescriptionsEgress", request.GroupId),
    ],
    run: (cloud, request) => redescribed(cloud, request, true),
  }),
};

interface UpdateDescriptionsRequest {
  readonly GroupId: string;
  readonly IpPermissions: readonly IpPermission[];
}

/** A rule as an IpPermission that asks for it again. */
export function ruleAsPermission(rule: RuleSpec): IpPermission {
  const { IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, ReferencedGroupInfo, Description } = rule;
  return {
    IpProtocol,
    FromPort,
    ToPort,
    ...(CidrIpv4 !== undefined && { IpRanges: [{ CidrIp: CidrIpv4, Description }] }),
    ...(CidrIpv6 !== undefined && { Ipv6Ranges: [{ CidrIpv6, Description }] }),
    ...(ReferencedGroupInfo && {
      UserIdGroupPairs: [{ GroupId: ReferencedGroupInfo.GroupId, Description }],
    }),
  };
}

function mayAdd(cloud: Cloud, action: string, request: AuthorizeRequest): AuthorizationCheck[] {
  const onGroup = onExisting(cloud, action, request.GroupId);
  if (request.TagSpecifications === undefined) return [onGroup];
  return [onGroup, ...onNew(cloud, action, "security-group-rule", request.TagSpecifications)];
}

function authorized(
  cloud: Cloud,
  request: AuthorizeRequest,
  isEgress: boolean,
  caller: Caller,
): { Return: true; SecurityGroupRules: SecurityGroupRule[] } {
  const tags = newTags(request.TagSpecifications, "security-group-rule", caller);
  const added = addRules(cloud, request.GroupId, isEgress, request.IpPermissions, tags);
  return { Return: true, SecurityGroupRules: structuredClone(added) };
}

/** Removes all the rules that are named, or none if one of them is not there. */
function revoked(cloud: Cloud, request: RevokeRequest, isEgress: boolean): { Return: true } {
  const named = namedRules(cloud, request.GroupId, isEgress, request.IpPermissions ?? []).map(
    ({ present }) => present,
  );
  const byId = (request.SecurityGroupRuleIds ?? []).map((id) => ruleOf(cloud, request.GroupId, id));
  for (const rule of [...named, ...byId]) ec2State(cloud).securityGroupRules.delete(rule.SecurityGroupRuleId);
  return { Return: true };
}

/** Gives all the rules that are named their new descriptions, or none if one of them is not there. */
function redescribed(cloud: Cloud, request: UpdateDescriptionsRequest, isEgress: boolean): { Return: true } {
  for (const { present, named } of namedRules(cloud, request.GroupId, isEgress, request.IpPermissions)) {
    const { Description: _old, ...rest } = present;
    ec2State(cloud).securityGroupRules.set(present.SecurityGroupRuleId, {
      ...rest,
      ...(named.Description === undefined ? {} : { Description: named.Description }),
    });
  }
  return { Return: true };
}

/** The group's rules that `permissions` name. @throws AwsError InvalidPermission.NotFound */
function namedRules(
  cloud: Cloud,
  groupId: string,
  isEgress: boolean,
  permissions: readonly IpPermission[],
): { present: SecurityGroupRule; named: RuleSpec }[] {
  ec2State(cloud).securityGroups.get(groupId);
  const rules = rulesIn(cloud, groupId, isEgress);
  return rulesOf(permissions, cloud.accountId).map((named) => {
    const present = rules.find((rule) => isSameRule(rule, named));
    if (present === undefined) {
      throw new AwsError(
        "InvalidPermission.NotFound",
        "The specified rule does not exist in this security group.",
      );
    }
    return { present, named };
  });
}

function ruleOf(cloud: Cloud, groupId: string, ruleId: string): SecurityGroupRule {
  const rule = ec2State(cloud).securityGroupRules.find(ruleId);
  if (rule === undefined || rule.GroupId !== groupId) {
    throw new AwsError(
      "InvalidSecurityGroupRuleId.NotFound",
      `The security group rule ID '${ruleId}' does not exist`,
    );
  }
  return rule;
}
