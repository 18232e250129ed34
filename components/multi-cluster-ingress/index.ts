export type {
  CommonTransforms,
  CreateIngressArgs,
  CreateIngressTransforms,
  JoinIngressArgs,
  JoinIngressTransforms,
  MultiClusterIngressArgs,
} from "./args.ts";
export type { HealthCheckArgs } from "./health-check.ts";
export type { AccessLogsArgs, LoadBalancerArgs, TlsArgs } from "./load-balancer.ts";
export { MultiClusterIngress } from "./multi-cluster-ingress.ts";
export type { TargetGroupBindingArgs, TargetGroupBindingSpec } from "./target-group-binding.ts";
export type { ApplicationCookie, LoadBalancerCookie, TargetGroupArgs } from "./target-group.ts";
export { fixedIngressValues, targetTerms, type FixedIngressValues, type TargetTerms } from "./fixed.ts";
