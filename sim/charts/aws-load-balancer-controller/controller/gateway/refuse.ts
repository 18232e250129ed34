import { NotSimulated } from "../../../../core/errors.ts";
import type { KubeObject, KubernetesApi } from "../../../../kubernetes/types.ts";
import type { ControllerConfig } from "../config.ts";

/** The kind by which the Gateway API is asked for. */
export const GATEWAY_CLASS = "gateway.networking.k8s.io/v1/GatewayClass";
const DEFINITION = "apiextensions.k8s.io/v1/CustomResourceDefinition";

/**
 * The controller looks once, when it starts, whether the cluster knows the Gateway API; who installs it later has to
 * restart the controller. Facts: pkg/gateway/crddetect.
 */
export function knowsGatewayApi(api: KubernetesApi): boolean {
  return api.view(DEFINITION, undefined, "gatewayclasses.gateway.networking.k8s.io") !== undefined;
}

/**
 * The controller's Gateway API part is not simulated.
 *
 * @throws NotSimulated for a GatewayClass that asks for it.
 */
export function refuseGatewayClass(object: KubeObject, { featureGates }: ControllerConfig): void {
  if (object.kind !== "GatewayClass") return;
  const gates: Readonly<Record<string, boolean>> = {
    "gateway.k8s.aws/alb": featureGates.ALBGatewayAPI,
    "gateway.k8s.aws/nlb": featureGates.NLBGatewayAPI,
  };
  const controller = String(object["spec"].controllerName);
  if (gates[controller] === true) {
    throw new NotSimulated(`Gateway API by ${controller}`, `GatewayClass ${object.metadata.name}`);
  }
}
