import { EDGE_PROTECTION_DEFAULTS, type EdgeProtectionArgs } from "./args.ts";

type Optional = "rateLimitText" | "maxBodyBytes" | "clientAddressHeader" | "allowedCountries" | "logging";

/** {@link EdgeProtectionArgs} with their defaults. */
export type ResolvedEdgeProtectionArgs = Required<Omit<EdgeProtectionArgs, Optional>> &
  Pick<EdgeProtectionArgs, Optional>;

export function resolveEdgeProtectionArgs(args: EdgeProtectionArgs): ResolvedEdgeProtectionArgs {
  return {
    rateLimits: [],
    allowedCidrs: [],
    blockedCidrs: [],
    blockedCountries: [],
    uploads: [],
    tags: {},
    transform: {},
    ...EDGE_PROTECTION_DEFAULTS,
    ...args,
  };
}
