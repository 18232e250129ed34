import type * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ObjectTransform } from "../../shared/transform.ts";

/**
 * What a caller's transform sees of an object of the Gateway API, or of the controller's beside it.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/spec/
 */
export interface GatewayObjectArgs {
  readonly metadata: kubernetes.types.input.meta.v1.ObjectMeta;
  readonly spec: pulumi.Input<object>;
}

/** Of a Gateway and what belongs to it. */
export interface GatewayTransforms {
  readonly gateway?: ObjectTransform<GatewayObjectArgs>;
  readonly loadBalancerConfiguration?: ObjectTransform<GatewayObjectArgs>;
  /** Called for each app; `enableMultiCluster` must stay. */
  readonly targetGroupConfiguration?: ObjectTransform<GatewayObjectArgs>;
  /** HTTPRoutes and GRPCRoutes. */
  readonly route?: ObjectTransform<GatewayObjectArgs>;
  readonly listenerRuleConfiguration?: ObjectTransform<GatewayObjectArgs>;
}

/** Children for a Gateway. */
export interface GatewayNodes {
  readonly gateway: kubernetes.apiextensions.CustomResource;
  readonly loadBalancerConfiguration: kubernetes.apiextensions.CustomResource;
  /** Of each app for which the controller makes a target group, in their order. */
  readonly targetGroupConfigurations: readonly kubernetes.apiextensions.CustomResource[];
  /** For what routes have no words for. */
  readonly listenerRuleConfigurations: readonly kubernetes.apiextensions.CustomResource[];
  readonly routes: readonly kubernetes.apiextensions.CustomResource[];
  /** Undefined where no web ACL is wanted. */
  readonly webAclAssociation?: aws.wafv2.WebAclAssociation;
}
