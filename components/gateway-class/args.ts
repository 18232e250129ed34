import type * as kubernetes from "@pulumi/kubernetes";
import type { GatewayClassTerms } from "../shared/load-balancer/gateway-class.ts";
import type { ObjectTransform } from "../shared/transform.ts";

/** Defaults of {@link GatewayClassArgs}. */
export const GATEWAY_CLASS_DEFAULTS = {
  className: "alb",
  namespace: "kube-system",
  precedence: "gateway",
} as const satisfies Partial<GatewayClassArgs>;

export interface GatewayClassArgs extends GatewayClassTerms {
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
