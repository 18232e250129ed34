export { Vpc } from "./vpc.ts";
export { serviceName } from "./endpoints.ts";
export {
  NAT_STRATEGIES,
  VPC_DEFAULTS,
  type ExistingVpc,
  type ExistingVpcArgs,
  type NatStrategy,
  type NewVpcArgs,
  type VpcArgs,
  type VpcNodes,
  type VpcTransforms,
} from "./args.ts";
export { DEFAULT_SUBNET_BITS, planSubnets, type SubnetPlan, type SubnetPlanArgs } from "./subnet-plan.ts";
export {
  existingNetworkProblems,
  findExistingNetwork,
  type FoundNetwork,
  type FoundSubnet,
  type FoundVpc,
  type SubnetUse,
} from "./existing-subnets.ts";
export { findZones, type RegionZones } from "./zones.ts";
