export { SHARED_LOAD_BALANCER_DEFAULTS } from "./args.ts";
export type {
  SharedAppArgs,
  SharedLoadBalancerArgs,
  SharedLoadBalancerNodes,
  SharedLoadBalancerTransforms,
} from "./args.ts";
export { SharedLoadBalancer } from "./shared-load-balancer.ts";
