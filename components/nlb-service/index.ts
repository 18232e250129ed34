export type { NlbAddresses } from "./addresses.ts";
export {
  NLB_DEFAULTS,
  type CreateNlbArgs,
  type JoinNlbArgs,
  type NlbServiceArgs,
  type NlbServiceNodes,
  type NlbServiceTransforms,
  type NlbTlsArgs,
} from "./args.ts";
export {
  NLB_HEALTH_CHECK_DEFAULTS,
  NLB_HEALTH_CHECK_PROTOCOLS,
  type NlbHealthCheckArgs,
} from "./health-check.ts";
export { NLB_NAMES_DEFAULTS, type NlbNamesArgs } from "./name-args.ts";
export { NlbService } from "./nlb-service.ts";
export { NLB_PROTOCOLS, type NlbPortArgs } from "./port-args.ts";
