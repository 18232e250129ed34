/**
 * The two ways in which EC2 spells security group rules: `IpPermissions` with many peers each, as requests and
 * DescribeSecurityGroups have them, and single rules with one peer each, which the quota counts.
 */
import { Address6 } from "ip-address";
import { AwsError } from "../../core/errors.ts";
import { parseBlock } from "./cidr.ts";
import { invalidValue } from "./errors.ts";
import type { RuleSpec } from "./records.ts";

/** An IPv4 block as a peer. */
export interface IpRange {
  readonly CidrIp?: string | undefined;
  readonly Description?: string | undefined;
}

/** An IPv6 block as a peer. */
export interface Ipv6Range {
  readonly CidrIpv6?: string | undefined;
  readonly Description?: string | undefined;
}

/** A prefix list as a peer; the account has none. */
export interface PrefixListId {
  readonly PrefixListId?: string | undefined;
  readonly Description?: string | undefined;
}

/** A security group as a peer: whatever has the group. */
export interface UserIdGroupPair {
  readonly GroupId?: string | undefined;
  readonly UserId?: string | undefined;
  readonly Description?: string | undefined;
}

/** One protocol and port range, with any number of peers. */
export interface IpPermission {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number, or `-1` for all. */
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly IpRanges?: readonly IpRange[] | undefined;
  readonly Ipv6Ranges?: readonly Ipv6Range[] | undefined;
  readonly PrefixListIds?: readonly PrefixListId[] | undefined;
  readonly UserIdGroupPairs?: readonly UserIdGroupPair[] | undefined;
}

const PROTOCOL_NAMES: Readonly<Record<string, string>> = {
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmpv6",
};
const WITH_PORTS = new Set(["tcp", "udp"]);
const WITH_TYPES = new Set(["icmp", "icmpv6"]);
const MAX_PORT = 65_535;
/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html and API_CreateSecurityGroup.html */
export const MAX_TEXT_LENGTH = 255;
const ALLOWED_TEXT = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]*$/;

/**
 * The single rules of `permissions`, in order.
 *
 * @throws AwsError for what is malformed; the groups are not looked up.
 */
export function rulesOf(permissions: readonly IpPermission[], ownerId: string): RuleSpec[] {
  return permissions.flatMap((permission) => {
    const scope = scopeOf(permission);
    const rules: RuleSpec[] = [];
    for (const { CidrIp = "", Description } of permission.IpRanges ?? []) {
      rules.push({ ...scope, CidrIpv4: ipv4Range(CidrIp), ...described(Description) });
    }
    for (const { CidrIpv6 = "", Description } of permission.Ipv6Ranges ?? []) {
      rules.push({ ...scope, CidrIpv6: ipv6Range(CidrIpv6), ...described(Description) });
    }
    for (const { GroupId = "", UserId = ownerId, Description } of permission.UserIdGroupPairs ?? []) {
      rules.push({ ...scope, ReferencedGroupInfo: { GroupId, UserId }, ...described(Description) });
    }
    for (const { PrefixListId = "" } of permission.PrefixListIds ?? []) {
      // The account has no prefix lists.
      throw new AwsError(
        "InvalidPrefixListID.NotFound",
        `The prefix list ID '${PrefixListId}' does not exist`,
      );
    }
    if (rules.length === 0) {
      throw invalidValue("Invalid value '' for IP permission. Specify at least one source or destination.");
    }
    return rules;
  });
}

/** Rules as DescribeSecurityGroups shows them: those of one protocol and port range together. */
export function permissionsOf(rules: readonly RuleSpec[]): DescribedPermission[] {
  const permissions = new Map<string, DescribedPermission>();
  for (const rule of rules) {
    const { IpProtocol, FromPort, ToPort } = rule;
    const key = `${IpProtocol} ${FromPort} ${ToPort}`;
    let permission = permissions.get(key);
    if (permission === undefined) {
      permission = {
        IpProtocol,
        ...(FromPort === undefined ? {} : { FromPort }),
        ...(ToPort === undefined ? {} : { ToPort }),
        IpRanges: [],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [],
      };
      permissions.set(key, permission);
    }
    const description = rule.Description === undefined ? {} : { Description: rule.Description };
    if (rule.CidrIpv4 !== undefined) permission.IpRanges.push({ CidrIp: rule.CidrIpv4, ...description });
    if (rule.CidrIpv6 !== undefined) permission.Ipv6Ranges.push({ CidrIpv6: rule.CidrIpv6, ...description });
    if (rule.ReferencedGroupInfo !== undefined) {
      permission.UserIdGroupPairs.push({ ...rule.ReferencedGroupInfo, ...description });
    }
  }
  return [...permissions.values()];
}

/** An IpPermission as EC2 answers it: every list is there. */
export interface DescribedPermission {
  readonly IpProtocol: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly IpRanges: { CidrIp: string; Description?: string }[];
  readonly Ipv6Ranges: { CidrIpv6: string; Description?: string }[];
  readonly PrefixListIds: never[];
  readonly UserIdGroupPairs: { GroupId: string; UserId: string; Description?: string }[];
}

/** Whether two rules are one to EC2: descriptions do not count. */
export function isSameRule(a: RuleSpec, b: RuleSpec): boolean {
  return (
    a.IpProtocol === b.IpProtocol &&
    a.FromPort === b.FromPort &&
    a.ToPort === b.ToPort &&
    peerOf(a) === peerOf(b)
  );
}

/** `peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW`, as InvalidPermission.Duplicate names a rule. */
export function nameOfRule(rule: RuleSpec): string {
  const { IpProtocol, FromPort, ToPort } = rule;
  const peer = `peer: ${peerOf(rule)}`;
  if (IpProtocol === "-1") return `${peer}, ALL, ALLOW`;
  if (WITH_PORTS.has(IpProtocol)) {
    return `${peer}, ${IpProtocol.toUpperCase()}, from port: ${FromPort}, to port: ${ToPort}, ALLOW`;
  }
  if (WITH_TYPES.has(IpProtocol)) {
    const shown = (value: number | undefined) => (value === -1 ? "ALL" : value);
    return `${peer}, ${IpProtocol.toUpperCase()}, type: ${shown(FromPort)}, code: ${shown(ToPort)}, ALLOW`;
  }
  return `${peer}, protocol: ${IpProtocol}, ALLOW`;
}

/** The block or group at the other end. */
export function peerOf(rule: RuleSpec): string {
  return rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.ReferencedGroupInfo?.GroupId ?? "";
}

function scopeOf({
  IpProtocol,
  FromPort,
  ToPort,
}: IpPermission): Pick<RuleSpec, "IpProtocol" | "FromPort" | "ToPort"> {
  if (IpProtocol === undefined)
    throw invalidValue(
      "Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly.",
    );
  const protocol = PROTOCOL_NAMES[IpProtocol] ?? IpProtocol;
  if (protocol === "-1") return { IpProtocol: protocol };
  if (!WITH_PORTS.has(protocol) && !WITH_TYPES.has(protocol)) {
    if (!/^\d{1,3}$/.test(protocol) || Number(protocol) > 255) {
      throw invalidValue(`Invalid value '${IpProtocol}' for IP protocol. Unknown protocol.`);
    }
    return { IpProtocol: protocol };
  }
  if (WITH_TYPES.has(protocol))
    return { IpProtocol: protocol, FromPort: FromPort ?? -1, ToPort: ToPort ?? -1 };
  if (FromPort === undefined || ToPort === undefined) {
    throw invalidValue(`Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`);
  }
  if (FromPort < 0 || ToPort > MAX_PORT || FromPort > ToPort) {
    const reason =
      FromPort > ToPort ? `Invalid TCP/UDP port range (${FromPort}:${ToPort})` : `Port out of range`;
    throw new AwsError("InvalidParameterValue", reason);
  }
  return { IpProtocol: protocol, FromPort, ToPort };
}

function ipv4Range(cidr: string): string {
  const block = parseBlock(cidr);
  if (block === undefined) throw new AwsError("InvalidParameterValue", `CIDR block ${cidr} is malformed`);
  return block.cidr;
}

function ipv6Range(cidr: string): string {
  if (!cidr.includes("/") || !Address6.isValid(cidr)) {
    throw new AwsError("InvalidParameterValue", `CIDR block ${cidr} is malformed`);
  }
  const address = new Address6(cidr);
  return `${address.startAddress().correctForm()}/${address.subnetMask}`;
}

function described(description: string | undefined): { Description?: string } {
  if (description === undefined || description === "") return {};
  checkDescription("rule", description);
  return { Description: description };
}

/** @throws AwsError for a description of a group or a rule that EC2 refuses. */
export function checkDescription(of: "rule" | "security group", description: string): void {
  if (isAllowedText(description)) return;
  throw invalidValue(
    `Invalid ${of} description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`,
  );
}

/** Whether EC2 takes it as the name or description of a group or a rule. */
export function isAllowedText(text: string): boolean {
  return text.length <= MAX_TEXT_LENGTH && ALLOWED_TEXT.test(text);
}
