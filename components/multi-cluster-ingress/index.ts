export {
  INGRESS_APP_DEFAULTS,
  SERVICE_DEFAULTS,
  SERVICE_TYPES,
  TRAFFIC_POLICIES,
  type AppBindingArgs,
  type AppServiceArgs,
  type IngressAppArgs,
} from "./app-args.ts";
export { BALANCER_KINDS, INGRESS_DEFAULTS } from "./args.ts";
export type {
  IngressAppNodes,
  CommonTransforms,
  CreateIngressArgs,
  CreateIngressTransforms,
  IngressApp,
  JoinIngressArgs,
  JoinIngressTransforms,
  MultiClusterIngressArgs,
  MultiClusterIngressNodes,
} from "./args.ts";
export { balancersOf } from "./balancer.ts";
export type { GatewayNodes, GatewayObjectArgs, GatewayTransforms } from "./gateway/args.ts";
export { MultiClusterIngress } from "./multi-cluster-ingress.ts";
export type { TargetGroupBindingArgs, TargetGroupBindingSpec } from "../shared/target-group-binding.ts";
