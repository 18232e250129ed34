export { Vpc } from "./vpc.ts";
export type { ExistingVpc, ExistingVpcArgs, NatStrategy, NewVpcArgs, VpcArgs } from "./args.ts";
export { planSubnets, type SubnetPlan, type SubnetPlanArgs } from "./subnet-plan.ts";
