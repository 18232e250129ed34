export { SHARED_LOAD_BALANCER_DEFAULTS, TRAFFIC_KINDS } from "./args.ts";
export type {
  ClusterWeights,
  SharedAppArgs,
  SharedLoadBalancerArgs,
  SharedLoadBalancerNodes,
  SharedLoadBalancerTransforms,
} from "./args.ts";
export { SharedLoadBalancer } from "./shared-load-balancer.ts";
