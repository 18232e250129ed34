import { z } from "zod";
import type { Route } from "./records.ts";

/** What a route may lead to, as inputs of `aws:ec2/route:Route` and of inline routes. */
export const routeTargetInputs = {
  gatewayId: z.string().optional(),
  natGatewayId: z.string().optional(),
  networkInterfaceId: z.string().optional(),
};

/** Exactly one of these is given. */
export interface RouteTarget {
  readonly gatewayId?: string | undefined;
  readonly natGatewayId?: string | undefined;
  readonly networkInterfaceId?: string | undefined;
}

/** As parameters of CreateRoute and ReplaceRoute. */
export function targetParameters(
  target: RouteTarget,
): Pick<Route, "GatewayId" | "NatGatewayId" | "NetworkInterfaceId"> {
  return {
    ...(target.gatewayId !== undefined && { GatewayId: target.gatewayId }),
    ...(target.natGatewayId !== undefined && { NatGatewayId: target.natGatewayId }),
    ...(target.networkInterfaceId !== undefined && { NetworkInterfaceId: target.networkInterfaceId }),
  };
}

/** As outputs. */
export function targetOutputs(route: Route): RouteTarget {
  return {
    ...(route.GatewayId !== undefined && { gatewayId: route.GatewayId }),
    ...(route.NatGatewayId !== undefined && { natGatewayId: route.NatGatewayId }),
    ...(route.NetworkInterfaceId !== undefined && { networkInterfaceId: route.NetworkInterfaceId }),
  };
}
