import type { DeletionGuardArgs } from "./args.ts";

/** {@link DeletionGuardArgs} with their defaults. */
export type ResolvedDeletionGuardArgs = Required<DeletionGuardArgs>;

export function resolveDeletionGuardArgs(args: DeletionGuardArgs): ResolvedDeletionGuardArgs {
  return {
    guardName: args.guardName,
    remembers: args.remembers ?? {},
    tags: args.tags ?? {},
    transform: args.transform ?? {},
  };
}
