export {
  DEFAULT_RATE_WINDOW,
  EDGE_PROTECTION_DEFAULTS,
  MANAGED_RULE_GROUPS,
  RATE_WINDOWS,
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
} from "./args.ts";
export { EdgeProtection } from "./edge-protection.ts";
