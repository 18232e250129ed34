import { GATEWAY_API_DEFAULTS, type GatewayApiArgs } from "./args.ts";

/** {@link GatewayApiArgs} with their defaults. */
export type ResolvedGatewayApiArgs = Required<GatewayApiArgs>;

export function resolveGatewayApiArgs(args: GatewayApiArgs): ResolvedGatewayApiArgs {
  return { transform: {}, ...GATEWAY_API_DEFAULTS, ...args };
}
