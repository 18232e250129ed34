import { defined, unlessEmpty } from "../defined.ts";
import type { Tags } from "../tags.ts";
import type { SCHEMES } from "./load-balancer.ts";

/** Whose word goes first where the class and a Gateway say different things of a load balancer. */
export const GATEWAY_PRECEDENCES = ["gateway", "class"] as const;

/** What a class says of the load balancers of its Gateways. */
export interface GatewayClassTerms {
  /**
   * Who may reach load balancers of the class: those on the internet, or those inside of the VPC.
   * @default - what the Gateway's own LoadBalancerConfiguration says, else internal
   */
  readonly scheme?: (typeof SCHEMES)[number];
  /**
   * IPv4 blocks from which load balancers of the class take connections.
   * @default - what the Gateway's own LoadBalancerConfiguration says, else everywhere
   * @example ["203.0.113.0/24"]
   */
  readonly inboundCidrs?: readonly string[];
  /**
   * Whose word goes first where a Gateway's own LoadBalancerConfiguration says something else than the class: `gateway`, so
   * that the class is for what nobody said, or `class`, so that nobody can say otherwise: the controller ignores that without
   * a word, so tell it to a {@link MultiClusterIngress} by {@link CreateIngressArgs.gatewayClass}, which refuses it. Tags of
   * both are merged by key.
   * @default "gateway"
   */
  readonly precedence?: (typeof GATEWAY_PRECEDENCES)[number];
  /**
   * Tags of load balancers of the class, and of what the controller makes for them.
   * @default - none
   */
  readonly tags?: Tags;
}

/** `spec` of the LoadBalancerConfiguration of a class. */
export function gatewayClassSpec({ scheme, inboundCidrs, precedence, tags = {} }: GatewayClassTerms): object {
  return {
    mergingMode: precedence === "class" ? "prefer-gateway-class" : "prefer-gateway",
    ...defined({
      scheme,
      sourceRanges: inboundCidrs,
      tags: unlessEmpty(tags),
    }),
  };
}
