import type { RolloutArgs } from "./args.ts";

/** {@link RolloutArgs} with their defaults. */
export type ResolvedRolloutArgs = RolloutArgs & Required<Pick<RolloutArgs, "transform">>;

export function resolveRolloutArgs(args: RolloutArgs): ResolvedRolloutArgs {
  return { ...args, transform: args.transform ?? {} };
}
