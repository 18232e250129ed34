import type * as kubernetes from "@pulumi/kubernetes";
import type { SCHEMES } from "../shared/load-balancer/load-balancer.ts";
import type { Tags } from "../shared/tags.ts";
import type { ObjectTransform } from "../shared/transform.ts";

/** Whose word goes first where the class and a Gateway say different things of a load balancer. */
export const GATEWAY_PRECEDENCES = ["gateway", "class"] as const;

/** Defaults of {@link GatewayClassArgs}. */
export const GATEWAY_CLASS_DEFAULTS = {
  className: "alb",
  namespace: "kube-system",
  precedence: "gateway",
} as const satisfies Partial<GatewayClassArgs>;

export interface GatewayClassArgs {
  /**
   * Name of the class, which Gateways give as their `gatewayClassName`. Another name makes another class.
   * @default "alb"
   */
  readonly className?: string;
  /**
   * Namespace of the LoadBalancerConfiguration that belongs to the class: one in which those who make Gateways change nothing.
   * @default "kube-system"
   */
  readonly namespace?: string;
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
   * that the class is for what nobody said, or `class`, so that nobody can say otherwise. Tags of both are merged by key.
   * @default "gateway"
   */
  readonly precedence?: (typeof GATEWAY_PRECEDENCES)[number];
  /**
   * Tags of load balancers of the class, and of what the controller makes for them.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes children where the args above do not reach. */
  readonly transform?: GatewayClassTransforms;
}

/** One per kind of child. */
export interface GatewayClassTransforms {
  readonly configuration?: ObjectTransform<kubernetes.apiextensions.CustomResourceArgs>;
  readonly gatewayClass?: ObjectTransform<kubernetes.apiextensions.CustomResourceArgs>;
}

/** Children of a {@link GatewayClass}. */
export interface GatewayClassNodes {
  /** The LoadBalancerConfiguration. */
  readonly configuration: kubernetes.apiextensions.CustomResource;
  readonly gatewayClass: kubernetes.apiextensions.CustomResource;
}
