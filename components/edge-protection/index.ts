export {
  DEFAULT_RATE_WINDOW,
  EDGE_PROTECTION_DEFAULTS,
  LOGGED_REQUESTS,
  MANAGED_RULE_GROUPS,
  PROTECTION_LOGGING_DEFAULTS,
  RATE_WINDOWS,
  RETENTION_DAYS,
  RULE_ACTIONS,
} from "./args.ts";
export type {
  EdgeProtectionArgs,
  EdgeProtectionNodes,
  EdgeProtectionTransforms,
  ManagedRuleGroupArgs,
  ManagedRuleGroupName,
  RateLimitArgs,
  ProtectionAction,
  ProtectionLoggingArgs,
} from "./args.ts";
export { EdgeProtection } from "./edge-protection.ts";
