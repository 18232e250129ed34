/** The ids by which rules of a security group are imported: `sg-1_ingress_tcp_80_80_10.0.0.0/8_self`. */

const PROTOCOL_NAMES: Readonly<Record<string, string>> = {
  all: "-1",
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmpv6",
};
const NAMED = ["tcp", "udp", "icmp", "icmpv6", "all"];

/** A rule as such an id describes it. */
export interface ImportedRule {
  readonly securityGroupId: string;
  readonly type: string;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly self: boolean;
  readonly sourceSecurityGroupId?: string;
  readonly cidrBlocks?: readonly string[];
  readonly ipv6CidrBlocks?: readonly string[];
  readonly prefixListIds?: readonly string[];
}

/**
 * @throws Error in the provider's words: resourceSecurityGroupRuleImport in
 * terraform-provider-aws/internal/service/ec2/vpc_security_group_rule.go.
 */
export function parseRuleImportId(id: string): ImportedRule {
  const refuse = (reason: string): never => {
    const format = "SECURITYGROUPID_TYPE_PROTOCOL_FROMPORT_TOPORT_SOURCE[_SOURCE]*";
    throw new Error(`unexpected format for ID (${JSON.stringify(id)}), expected ${format}: ${reason}`);
  };
  const [securityGroupId = "", type = "", protocol = "", from = "", to = "", ...sources] = id.split("_");
  if (sources.length === 0) refuse("too few parts");
  if (!securityGroupId.startsWith("sg-")) refuse("invalid Security Group ID");
  if (type !== "ingress" && type !== "egress") refuse("expecting 'ingress' or 'egress'");
  if (!NAMED.includes(protocol) && !isInteger(protocol)) {
    refuse("protocol must be tcp/udp/icmp/icmpv6/all or a number");
  }
  const protocolName = PROTOCOL_NAMES[protocol] ?? protocol;
  const [fromPort, toPort] = [Number(from), Number(to)];
  if (protocolName.startsWith("icmp")) {
    if (!isIcmp(from)) refuse("invalid icmp type");
    if (!isIcmp(to)) refuse("invalid icmp code");
  } else {
    if (!isInteger(from)) refuse("invalid from_port");
    if (!isInteger(to)) refuse("invalid to_port");
    if (toPort < fromPort) refuse("to_port lower than from_port");
  }
  if (!sources.every((source) => source === "self" || /sg-|pl-|[:.]/.test(source))) {
    refuse("source must be cidr, ipv6cidr, prefix list, 'self', or a Security Group ID");
  }
  const { self, group, ipv6, list, cidr } = Object.groupBy(sources, kindOf);
  return {
    securityGroupId,
    type,
    protocol: protocolName,
    fromPort,
    toPort,
    self: self !== undefined,
    ...(group && { sourceSecurityGroupId: group.at(-1)! }),
    ...(cidr && { cidrBlocks: cidr }),
    ...(ipv6 && { ipv6CidrBlocks: ipv6 }),
    ...(list && { prefixListIds: list }),
  };
}

function kindOf(source: string): "self" | "group" | "ipv6" | "list" | "cidr" {
  if (source === "self") return "self";
  if (source.includes("sg-")) return "group";
  if (source.includes(":")) return "ipv6";
  return source.includes("pl-") ? "list" : "cidr";
}

function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text);
}

function isIcmp(text: string): boolean {
  return isInteger(text) && Number(text) >= -1 && Number(text) <= 255;
}
