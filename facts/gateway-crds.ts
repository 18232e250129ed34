import { definitionsOf, type CustomResourceDefinition } from "./crds.ts";
import gatewayApi from "./gateway-api-crds.json" with { type: "json" };
import controller from "./lbc-gateway-crds.json" with { type: "json" };

/** The definitions of the standard channel of a release of the Gateway API. */
export function gatewayApiCrds(release: string): readonly CustomResourceDefinition[] {
  return definitionsOf(gatewayApi, release, "gateway-api-crds.json");
}

/** The definitions that a release of AWS Load Balancer Controller has in its chart's `crds/gateway-crds.yaml`. */
export function lbcGatewayCrds(release: string): readonly CustomResourceDefinition[] {
  return definitionsOf(controller, release, "lbc-gateway-crds.json");
}
