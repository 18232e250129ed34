export { DeletionProtection, type DeletionProtectionArgs } from "./deletion-protection.ts";
