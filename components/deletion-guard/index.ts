export type { DeletionGuardArgs, DeletionGuardNodes } from "./args.ts";
export { DeletionGuard } from "./deletion-guard.ts";
export type { FoundGuard } from "./found-guard.ts";
