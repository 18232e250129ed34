import { NotSimulated } from "../../../../core/errors.ts";
import type { ControllerDefinition } from "../../../../kubernetes/controller-runtime/controller.ts";
import { splitKey } from "../../../../kubernetes/controller-runtime/keys.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { ControllerConfig } from "../config.ts";
import { GATEWAY_CLASS } from "../kubernetes/gateway-objects.ts";

const DEFINITION = "apiextensions.k8s.io/v1/CustomResourceDefinition";

const GATEWAY_API = "gateway.networking.k8s.io";
const OWN = ["loadbalancerconfigurations", "targetgroupconfigurations", "listenerruleconfigurations"].map(
  (plural) => `${plural}.gateway.k8s.aws`,
);
const COMMON = ["gateways", "gatewayclasses"];
const ALB_KINDS = [...COMMON, "httproutes", "grpcroutes"];
const NLB_KINDS = [...COMMON, "tlsroutes", "tcproutes", "udproutes"];

interface Definition {
  readonly spec: { readonly versions: readonly { readonly name: string; readonly served: boolean }[] };
}

/**
 * Which parts of the Gateway API the controller serves. It looks once, when it starts, whether the cluster knows the kinds in
 * version v1; who installs them later has to restart the controller. Facts: pkg/gateway/crddetect.
 */
export function servedGateways(
  api: KubernetesApi,
  { featureGates }: ControllerConfig,
): { readonly alb: boolean; readonly nlb: boolean } {
  const hasAll = (kinds: readonly string[]) =>
    [...kinds.map((plural) => `${plural}.${GATEWAY_API}`), ...OWN].every((name) => serves(api, name));
  return {
    alb: featureGates.ALBGatewayAPI && hasAll(ALB_KINDS),
    nlb: featureGates.NLBGatewayAPI && hasAll(NLB_KINDS),
  };
}

function serves(api: KubernetesApi, name: string): boolean {
  const definition = api.view(DEFINITION, undefined, name) as Definition | undefined;
  return definition?.spec.versions.some((version) => version.name === "v1" && version.served) === true;
}

/** Whether the cluster has Gateways at all. */
export function knowsGateways(api: KubernetesApi): boolean {
  return serves(api, `gateways.${GATEWAY_API}`);
}

/** Network Load Balancers for Gateways are not simulated: a class that asks for them is NotSimulated. */
export function networkClasses(api: KubernetesApi): ControllerDefinition {
  return {
    name: "gatewayclass",
    kind: GATEWAY_CLASS,
    reconcile: (key) => {
      const { name } = splitKey(key);
      const controller = api.view(GATEWAY_CLASS, undefined, name)?.spec.controllerName;
      if (controller !== "gateway.k8s.aws/nlb") return;
      throw new NotSimulated(`Gateway API by ${controller}`, `GatewayClass ${name}`);
    },
  };
}
