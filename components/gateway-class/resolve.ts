import { GATEWAY_CLASS_DEFAULTS, type GatewayClassArgs } from "./args.ts";

type Optional = "scheme" | "inboundCidrs";

/** {@link GatewayClassArgs} with their defaults. */
export type ResolvedGatewayClassArgs = Required<Omit<GatewayClassArgs, Optional>> &
  Pick<GatewayClassArgs, Optional>;

export function resolveGatewayClassArgs(args: GatewayClassArgs): ResolvedGatewayClassArgs {
  return { tags: {}, transform: {}, ...GATEWAY_CLASS_DEFAULTS, ...args };
}
