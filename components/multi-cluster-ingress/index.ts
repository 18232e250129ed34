export { INGRESS_DEFAULTS } from "./args.ts";
export type {
  CommonTransforms,
  CreateIngressArgs,
  CreateIngressTransforms,
  JoinIngressArgs,
  JoinIngressTransforms,
  MultiClusterIngressArgs,
  MultiClusterIngressNodes,
} from "./args.ts";
export {
  HEALTH_CHECK_DEFAULTS,
  HEALTH_CHECK_PROTOCOLS,
  TRAFFIC_PORT,
  type HealthCheckArgs,
} from "./health-check.ts";
export {
  LOAD_BALANCER_DEFAULTS,
  SCHEMES,
  type AccessLogsArgs,
  type LoadBalancerArgs,
  type TlsArgs,
} from "./load-balancer.ts";
export { MultiClusterIngress } from "./multi-cluster-ingress.ts";
export type { TargetGroupBindingArgs, TargetGroupBindingSpec } from "./target-group-binding.ts";
export {
  ALGORITHMS,
  type ApplicationCookie,
  type LoadBalancerCookie,
  type TargetGroupArgs,
} from "./target-group.ts";
export { fixedIngressValues, targetTerms, type FixedIngressValues, type TargetTerms } from "./fixed.ts";
