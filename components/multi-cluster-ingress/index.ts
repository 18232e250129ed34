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
export { MultiClusterIngress } from "./multi-cluster-ingress.ts";
export type { TargetGroupBindingArgs, TargetGroupBindingSpec } from "./target-group-binding.ts";
export { fixedIngressValues, targetTerms, type FixedIngressValues, type TargetTerms } from "./fixed.ts";
