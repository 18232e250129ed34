import { VPC_DEFAULTS, type ExistingVpcArgs, type NewVpcArgs, type VpcArgs } from "./args.ts";

/** {@link NewVpcArgs} with their defaults; zones and blocks are as they are given, see {@link planSubnets}. */
export type ResolvedNewVpcArgs = NewVpcArgs &
  Required<Pick<NewVpcArgs, "endpoints" | "natGateways" | "secondaryCidrBlocks" | "transform">>;

/** {@link VpcArgs} with their defaults. */
export type ResolvedVpcArgs = ResolvedNewVpcArgs | ExistingVpcArgs;

export function resolveVpcArgs(args: VpcArgs): ResolvedVpcArgs {
  if (args.existing) return args;
  return {
    ...args,
    endpoints: args.endpoints ?? [],
    secondaryCidrBlocks: args.secondaryCidrBlocks ?? [],
    natGateways: args.natGateways ?? VPC_DEFAULTS.natGateways,
    transform: args.transform ?? {},
  };
}
