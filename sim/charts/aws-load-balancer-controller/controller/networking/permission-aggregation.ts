import type { IpPermission } from "../../../../aws/ec2/ip-permission.ts";
import { permissionKey } from "./permissions.ts";

/**
 * One rule per protocol and source group, from the lowest to the highest port that any binding needs, so that the
 * rules of a security group stay few; address ranges stay as they are.
 */
export function restrictPermissions(permissions: readonly IpPermission[]): readonly IpPermission[] {
  const bySource = new Map<string, IpPermission>();
  const ranges: IpPermission[] = [];
  for (const permission of permissions) {
    const [source] = permission.UserIdGroupPairs ?? [];
    if (source === undefined) {
      ranges.push(permission);
      continue;
    }
    const key = `${permission.IpProtocol ?? ""} ${source.GroupId ?? ""}`;
    const present = bySource.get(key);
    bySource.set(key, present === undefined ? permission : widened(present, permission));
  }
  return [...bySource.values(), ...ranges];
}

/** Every permission once. */
export function uniquePermissions(permissions: readonly IpPermission[]): readonly IpPermission[] {
  return [...new Map(permissions.map((permission) => [permissionKey(permission), permission])).values()];
}

function widened(a: IpPermission, b: IpPermission): IpPermission {
  return {
    ...a,
    FromPort: Math.min(a.FromPort ?? 0, b.FromPort ?? 0),
    ToPort: Math.max(a.ToPort ?? 65_535, b.ToPort ?? 65_535),
  };
}
