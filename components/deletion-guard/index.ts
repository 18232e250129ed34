export { DeletionGuard, type DeletionGuardArgs } from "./deletion-guard.ts";
export type { FoundGuard } from "./found-guard.ts";
