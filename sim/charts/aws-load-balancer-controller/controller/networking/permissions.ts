import type { IpPermission } from "../../../../aws/ec2/ip-permission.ts";

/**
 * Description of the rules that let load balancers reach targets: by it the controller knows its own. It does not
 * name the cluster, so two clusters must not share a security group of nodes.
 */
export const RULE_LABEL = "elbv2.k8s.aws/targetGroupBinding=shared";

/** One permission per peer; EC2 shows those of the same ports as one. */
export function expandPermissions(permissions: readonly IpPermission[]): IpPermission[] {
  return permissions.flatMap((permission) => {
    const { IpProtocol, FromPort, ToPort } = permission;
    const base = { IpProtocol, FromPort, ToPort };
    return [
      ...(permission.IpRanges ?? []).map((range) => ({ ...base, IpRanges: [range] })),
      ...(permission.Ipv6Ranges ?? []).map((range) => ({ ...base, Ipv6Ranges: [range] })),
      ...(permission.PrefixListIds ?? []).map((list) => ({ ...base, PrefixListIds: [list] })),
      ...(permission.UserIdGroupPairs ?? []).map((pair) => ({ ...base, UserIdGroupPairs: [pair] })),
    ];
  });
}

/** Permissions of the first list that the second has not, in the order of their keys; descriptions do not count. */
export function missingPermissions(
  wanted: readonly IpPermission[],
  present: readonly IpPermission[],
): IpPermission[] {
  const has = new Set(present.map(permissionKey));
  const missing = new Map(wanted.map((permission) => [permissionKey(permission), permission]));
  return [...missing]
    .filter(([key]) => !has.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, permission]) => permission);
}

/** Whether a permission of one peer is the controller's. */
export function isLabelled(permission: IpPermission): boolean {
  const [peer] = [
    ...(permission.IpRanges ?? []),
    ...(permission.Ipv6Ranges ?? []),
    ...(permission.PrefixListIds ?? []),
    ...(permission.UserIdGroupPairs ?? []),
  ];
  return peer?.Description === RULE_LABEL;
}

/** What makes a permission the one it is, without its description. */
export function permissionKey(permission: IpPermission): string {
  const { IpProtocol = "", FromPort = 0, ToPort = 0 } = permission;
  const base = `IpProtocol: ${IpProtocol}, FromPort: ${FromPort}, ToPort: ${ToPort}`;
  const [range] = permission.IpRanges ?? [];
  if (range !== undefined) return `${base}, IpRange: ${range.CidrIp ?? ""}`;
  const [ipv6Range] = permission.Ipv6Ranges ?? [];
  if (ipv6Range !== undefined) return `${base}, Ipv6Range: ${ipv6Range.CidrIpv6 ?? ""}`;
  const [list] = permission.PrefixListIds ?? [];
  if (list !== undefined) return `${base}, PrefixListId: ${list.PrefixListId ?? ""}`;
  const [pair] = permission.UserIdGroupPairs ?? [];
  return `${base}, UserIdGroupPair: ${pair?.GroupId ?? ""}`;
}
