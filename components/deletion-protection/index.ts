export type { DeletionProtectionArgs, DeletionProtectionNodes } from "./args.ts";
export { DeletionProtection } from "./deletion-protection.ts";
