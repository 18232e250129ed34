export { Vpc } from "./vpc.ts";
export type { ExistingVpc, ExistingVpcArgs, NatStrategy, NewVpcArgs, VpcArgs } from "./args.ts";
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
