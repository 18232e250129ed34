import type * as kubernetes from "@pulumi/kubernetes";
import { DEFAULT_LBC_VERSION, type LbcVersion } from "../lbc-addon/versions.ts";
import type { ObjectTransform } from "../shared/transform.ts";

/** Releases of the Gateway API whose definitions this package states. */
export const GATEWAY_API_VERSIONS = ["1.6.1"] as const;

/** Defaults of {@link GatewayApiArgs}. */
export const GATEWAY_API_DEFAULTS = {
  version: "1.6.1",
  controllerVersion: DEFAULT_LBC_VERSION,
} as const satisfies Partial<GatewayApiArgs>;

export interface GatewayApiArgs {
  /**
   * Release of the Gateway API, of which the standard channel is installed. The controller needs version v1 of all kinds of
   * routes, which 1.6 was the first release to have.
   * @default "1.6.1"
   */
  readonly version?: (typeof GATEWAY_API_VERSIONS)[number];
  /**
   * Release of AWS Load Balancer Controller whose own kinds are installed: LoadBalancerConfiguration,
   * TargetGroupConfiguration and ListenerRuleConfiguration. Give the `version` of the {@link LbcAddon}: 3.5.0, as releases
   * before it do not have these kinds in version v1.
   * @default "3.5.0"
   */
  readonly controllerVersion?: LbcVersion;
  /** Changes children where the args above do not reach. */
  readonly transform?: GatewayApiTransforms;
}

/** One per kind of child. */
export interface GatewayApiTransforms {
  readonly crd?: ObjectTransform<kubernetes.apiextensions.v1.CustomResourceDefinitionPatchArgs>;
}

/** Children of a {@link GatewayApi}. */
export interface GatewayApiNodes {
  /** Those of the Gateway API first, then the controller's. */
  readonly crds: readonly kubernetes.apiextensions.v1.CustomResourceDefinitionPatch[];
}
