import type { IpPermission } from "../../../../aws/ec2/ip-permission.ts";

/** Who may reach a port of a load balancer. */
export interface ListenerSources {
  readonly port: number;
  readonly cidrs: readonly string[];
  readonly ipv6Cidrs: readonly string[];
  readonly prefixLists: readonly string[];
}

/** The rules of the managed security group for one port. @param ipv6 whether the load balancer has such addresses. */
export function listenerPermissions(listen: ListenerSources, ipv6: boolean): IpPermission[] {
  const base = { IpProtocol: "tcp", FromPort: listen.port, ToPort: listen.port };
  return [
    ...listen.cidrs.map((CidrIp) => ({ ...base, IpRanges: [{ CidrIp }] })),
    ...(ipv6 ? listen.ipv6Cidrs : []).map((CidrIpv6) => ({ ...base, Ipv6Ranges: [{ CidrIpv6 }] })),
    ...listen.prefixLists.map((PrefixListId) => ({ ...base, PrefixListIds: [{ PrefixListId }] })),
  ];
}
