export { Vpc } from "./vpc.ts";
export type { ExistingVpc, ExistingVpcArgs, NatStrategy, NewVpcArgs, VpcArgs } from "./args.ts";
