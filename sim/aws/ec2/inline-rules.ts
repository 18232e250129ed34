/** Rules as inputs `ingress` and `egress` of `aws:ec2/securityGroup:SecurityGroup`: many peers each. */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import type { CheckFailure } from "../../core/resource-type.ts";
import { isSameRule, permissionsOf, rulesOf, type IpPermission } from "./ip-permission.ts";
import { ruleAsPermission, rulesIn } from "./security-group-rule.ts";
import { networkAddress } from "./provider-checks.ts";
import { sameSet } from "../pulumi/sets.ts";
import type { RuleSpec } from "./records.ts";

/** The schema of one rule. */
export const inlineRule = z.strictObject({
  cidrBlocks: z.array(z.string()).optional(),
  description: z.string().optional(),
  fromPort: z.int(),
  ipv6CidrBlocks: z.array(z.string()).optional(),
  prefixListIds: z.array(z.string()).optional(),
  protocol: z.string(),
  securityGroups: z.array(z.string()).optional(),
  self: z.boolean().optional(),
  toPort: z.int(),
});

/** One protocol and port range with all its peers. */
export type InlineRule = z.output<typeof inlineRule>;

const ALL_PROTOCOLS = ["-1", "all"];

/** An inline rule as the API takes it. */
export function inlinePermission(rule: InlineRule, groupId: string): IpPermission {
  const Description = rule.description;
  const groups = [...(rule.securityGroups ?? []), ...(rule.self ? [groupId] : [])];
  const isAll = ALL_PROTOCOLS.includes(rule.protocol);
  return {
    IpProtocol: isAll ? "-1" : rule.protocol.toLowerCase(),
    ...(isAll ? {} : { FromPort: rule.fromPort, ToPort: rule.toPort }),
    IpRanges: (rule.cidrBlocks ?? []).map((CidrIp) => ({ CidrIp, Description })),
    Ipv6Ranges: (rule.ipv6CidrBlocks ?? []).map((CidrIpv6) => ({ CidrIpv6, Description })),
    PrefixListIds: (rule.prefixListIds ?? []).map((PrefixListId) => ({ PrefixListId, Description })),
    UserIdGroupPairs: groups.map((GroupId) => ({ GroupId, Description })),
  };
}

/** Makes `wanted` all the rules that the group has in one direction. */
export function syncInlineRules(
  cloud: Cloud,
  GroupId: string,
  isEgress: boolean,
  wanted: readonly InlineRule[],
): void {
  const specs = wanted.flatMap((rule) => rulesOf([inlinePermission(rule, GroupId)], cloud.accountId));
  const present = rulesIn(cloud, GroupId, isEgress);
  const obsolete = present.filter((rule) => !specs.some((spec) => isEqualRule(spec, rule)));
  const missing = specs.filter((spec) => !present.some((rule) => isEqualRule(spec, rule)));
  if (obsolete.length > 0) {
    const SecurityGroupRuleIds = obsolete.map((rule) => rule.SecurityGroupRuleId);
    const action = isEgress ? "RevokeSecurityGroupEgress" : "RevokeSecurityGroupIngress";
    cloud.call(cloud.administrator, "ec2", action, { GroupId, SecurityGroupRuleIds });
  }
  if (missing.length > 0) {
    const IpPermissions = missing.map(ruleAsPermission);
    const action = isEgress ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress";
    cloud.call(cloud.administrator, "ec2", action, { GroupId, IpPermissions });
  }
}

/**
 * The group's rules of one direction as outputs: in the form in which the program gave them as far as they are there,
 * the others gathered by protocol, ports and description.
 */
export function inlineRulesOf(
  cloud: Cloud,
  groupId: string,
  isEgress: boolean,
  given: unknown,
): InlineRule[] {
  let left: RuleSpec[] = rulesIn(cloud, groupId, isEgress);
  const kept = (z.array(inlineRule).safeParse(given).data ?? []).filter((rule) => {
    const specs = rulesOf([inlinePermission(rule, groupId)], cloud.accountId);
    const isThere = specs.every((spec) => left.some((present) => isEqualRule(spec, present)));
    if (isThere) left = left.filter((present) => !specs.some((spec) => isEqualRule(spec, present)));
    return isThere;
  });
  const byDescription = Map.groupBy(left, ({ Description }) => Description ?? "");
  const others = [...byDescription].flatMap(([description, rules]) =>
    permissionsOf(rules).map((permission): InlineRule => {
      const groups = permission.UserIdGroupPairs.map(({ GroupId }) => GroupId);
      return {
        cidrBlocks: permission.IpRanges.map(({ CidrIp }) => CidrIp),
        description,
        fromPort: permission.FromPort ?? 0,
        ipv6CidrBlocks: permission.Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
        prefixListIds: [],
        protocol: permission.IpProtocol,
        securityGroups: groups.filter((id) => id !== groupId),
        self: groups.includes(groupId),
        toPort: permission.ToPort ?? 0,
      };
    }),
  );
  return [...kept, ...others];
}

/** Whether two inputs have the same rules: order, and empty against absent, do not count. */
export function isSameInlineRules(before: unknown, after: unknown): boolean {
  const [left, right] = [before, after].map((rules) => z.array(inlineRule).safeParse(rules).data);
  if (left === undefined || right === undefined) return isDeepStrictEqual(before, after);
  return sameSet(left.map(canonical), right.map(canonical));
}

/**
 * What is wrong with a rule at `path`.
 *
 * Words: terraform-provider-aws/internal/service/ec2/vpc_security_group.go, expandIPPerms.
 */
export function inlineRuleProblems(path: string, rule: InlineRule): CheckFailure[] {
  const { fromPort, toPort, protocol, cidrBlocks = [] } = rule;
  const prefix = path === "" ? "" : `${path}.`;
  const failures = cidrBlocks.flatMap((cidr, at) => networkAddress(`${prefix}cidrBlocks[${at}]`, cidr));
  if (ALL_PROTOCOLS.includes(protocol) && (fromPort !== 0 || toPort !== 0)) {
    const reason = `from_port (${fromPort}) and to_port (${toPort}) must both be 0 to use the 'ALL' "-1" protocol!`;
    failures.push({ property: path === "" ? "protocol" : path, reason });
  }
  return failures;
}

function isEqualRule(a: RuleSpec, b: RuleSpec): boolean {
  return isSameRule(a, b) && a.Description === b.Description;
}

function canonical(rule: InlineRule) {
  return {
    cidrBlocks: [...(rule.cidrBlocks ?? [])].sort(),
    description: rule.description ?? "",
    fromPort: rule.fromPort,
    ipv6CidrBlocks: [...(rule.ipv6CidrBlocks ?? [])].sort(),
    prefixListIds: [...(rule.prefixListIds ?? [])].sort(),
    protocol: ALL_PROTOCOLS.includes(rule.protocol) ? "-1" : rule.protocol.toLowerCase(),
    securityGroups: [...(rule.securityGroups ?? [])].sort(),
    self: rule.self ?? false,
    toPort: rule.toPort,
  };
}
