import { resolveTargetApp, type ResolvedTargetApp } from "../shared/load-balancer/target-app.ts";
import { SHARED_TARGET_GROUPS_DEFAULTS, type SharedTargetGroupsArgs } from "./args.ts";

/** {@link SharedTargetGroupsArgs} with their defaults. */
export interface ResolvedSharedTargetGroupsArgs extends Required<Omit<SharedTargetGroupsArgs, "apps">> {
  readonly apps: readonly ResolvedTargetApp[];
}

export function resolveSharedTargetGroupsArgs(args: SharedTargetGroupsArgs): ResolvedSharedTargetGroupsArgs {
  return {
    vpcId: args.vpcId,
    apps: args.apps.map(resolveTargetApp),
    shared: args.shared ?? SHARED_TARGET_GROUPS_DEFAULTS.shared,
    clusters: args.clusters ?? SHARED_TARGET_GROUPS_DEFAULTS.clusters,
    tags: args.tags ?? {},
    transform: args.transform ?? {},
  };
}
