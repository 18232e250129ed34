import { NotSimulated } from "../../../../core/errors.ts";
import type { ControllerDefinition } from "../../../../kubernetes/controller-runtime/controller.ts";
import { splitKey } from "../../../../kubernetes/controller-runtime/keys.ts";
import type { KubernetesApi, KubeObject } from "../../../../kubernetes/types.ts";
import type { ControllerConfig } from "../config.ts";

/** The kind by which the Gateway API is asked for. */
const GATEWAY_CLASS = "gateway.networking.k8s.io/v1/GatewayClass";
const DEFINITION = "apiextensions.k8s.io/v1/CustomResourceDefinition";

interface GatewayClass extends KubeObject {
  readonly spec: { readonly controllerName: string };
}

declare module "../../../../kubernetes/types.ts" {
  interface Kinds {
    "gateway.networking.k8s.io/v1/GatewayClass": GatewayClass;
  }
}

/**
 * The controller's Gateway API part is not simulated: a GatewayClass that asks for it is NotSimulated. The controller
 * looks once, when it starts, whether the cluster knows the Gateway API; who installs it later has to restart the
 * controller. Facts: pkg/gateway/crddetect.
 */
export function gatewayControllers(api: KubernetesApi, config: ControllerConfig): ControllerDefinition[] {
  if (api.view(DEFINITION, undefined, "gatewayclasses.gateway.networking.k8s.io") === undefined) return [];
  return [{ name: "gatewayclass", kind: GATEWAY_CLASS, reconcile: (key) => refuse(api, config, key) }];
}

function refuse(api: KubernetesApi, { featureGates }: ControllerConfig, key: string): void {
  const { name } = splitKey(key);
  const gates: Readonly<Record<string, boolean>> = {
    "gateway.k8s.aws/alb": featureGates.ALBGatewayAPI,
    "gateway.k8s.aws/nlb": featureGates.NLBGatewayAPI,
  };
  const controller = String(api.view(GATEWAY_CLASS, undefined, name)?.spec.controllerName);
  if (gates[controller] === true)
    throw new NotSimulated(`Gateway API by ${controller}`, `GatewayClass ${name}`);
}
