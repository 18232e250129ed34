/**
 * Whether packets get from one network interface to an address in the VPC: what security groups let out and in.
 * Within a VPC every subnet routes to every other; network ACLs are not simulated and let everything pass, as the
 * default one does.
 */
import type { Cloud } from "../../core/cloud.ts";
import { blockOf, containsAddress, parseAddress } from "./cidr.ts";
import type { NetworkInterface, RuleSpec } from "./records.ts";
import { rulesIn } from "./security-group-rule.ts";
import { ec2State } from "./state.ts";

/** An end of a connection: an interface, or an address outside of the VPC. */
export interface Endpoint {
  /** Address in use, for an interface that has several. */
  readonly address: string;
  /** Absent for somebody on the internet, whose address is not that of an interface. */
  readonly interface?: NetworkInterface;
}

/** Whether the connection is let through and, if it is not, which rule is missing. */
export type Reachability = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/** Who wants to reach whom. */
export interface Connection {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** Default: `tcp`. */
  readonly protocol?: "tcp" | "udp";
  readonly port: number;
}

/** The interface that has an address in the VPC: its own, a secondary one, or one of a delegated prefix. */
export function interfaceOf(cloud: Cloud, vpcId: string, address: string): NetworkInterface | undefined {
  const number = parseAddress(address);
  if (number === undefined) return undefined;
  return ec2State(cloud).networkInterfaces.where(
    (eni) =>
      eni.VpcId === vpcId &&
      (eni.PrivateIpAddresses.some(({ PrivateIpAddress }) => PrivateIpAddress === address) ||
        eni.Ipv4Prefixes.some(({ Ipv4Prefix }) => containsAddress(blockOf(Ipv4Prefix), number))),
  )[0];
}

/** Whether security groups let a connection through; answers come back by themselves, as groups are stateful. */
export function reachability(cloud: Cloud, connection: Connection): Reachability {
  const { from, to } = connection;
  if (from.interface !== undefined && !passes(cloud, from.interface, true, to, connection)) {
    return { allowed: false, reason: blocked("outbound", from.interface, `to ${to.address}`, connection) };
  }
  if (to.interface !== undefined && !passes(cloud, to.interface, false, from, connection)) {
    return { allowed: false, reason: blocked("inbound", to.interface, `from ${from.address}`, connection) };
  }
  return { allowed: true };
}

function passes(
  cloud: Cloud,
  eni: NetworkInterface,
  isEgress: boolean,
  peer: Endpoint,
  connection: Connection,
): boolean {
  return eni.Groups.some(({ GroupId }) =>
    rulesIn(cloud, GroupId, isEgress).some((rule) => coversPort(rule, connection) && coversPeer(rule, peer)),
  );
}

function coversPort(rule: RuleSpec, { protocol = "tcp", port }: Connection): boolean {
  if (rule.IpProtocol === "-1") return true;
  if (rule.IpProtocol !== protocol) return false;
  return rule.FromPort! <= port && port <= rule.ToPort!;
}

function coversPeer(rule: RuleSpec, peer: Endpoint): boolean {
  if (rule.CidrIpv4 !== undefined) {
    const address = parseAddress(peer.address);
    return address !== undefined && containsAddress(blockOf(rule.CidrIpv4), address);
  }
  const group = rule.ReferencedGroupInfo?.GroupId;
  return peer.interface?.Groups.some(({ GroupId }) => GroupId === group) ?? false;
}

function blocked(
  direction: "inbound" | "outbound",
  eni: NetworkInterface,
  peer: string,
  { protocol = "tcp", port }: Connection,
): string {
  const groups = eni.Groups.map(({ GroupId }) => GroupId).join(", ");
  return `no ${direction} rule of ${groups} (${eni.NetworkInterfaceId}) allows ${protocol} port ${port} ${peer}`;
}
