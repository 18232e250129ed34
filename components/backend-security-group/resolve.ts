import type { BackendSecurityGroupArgs } from "./args.ts";

/** {@link BackendSecurityGroupArgs} with their defaults. */
export type ResolvedBackendSecurityGroupArgs = Required<BackendSecurityGroupArgs>;

export function resolveBackendSecurityGroupArgs(
  args: BackendSecurityGroupArgs,
): ResolvedBackendSecurityGroupArgs {
  return { vpcId: args.vpcId, tags: args.tags ?? {}, transform: args.transform ?? {} };
}
