import type { Watches } from "../../../../kubernetes/controller-runtime/controller.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  GATEWAY,
  GATEWAY_CLASS,
  GRPC_ROUTE,
  HTTP_ROUTE,
  LISTENER_RULE_CONFIGURATION,
  LOAD_BALANCER_CONFIGURATION,
  TARGET_GROUP_CONFIGURATION,
  type Route,
} from "../kubernetes/gateway-objects.ts";
import { namespacedName, SERVICE } from "../kubernetes/objects.ts";
import { allRoutes } from "./routes.ts";
import { refersToRules } from "./rule-configuration.ts";

/** What concerns Gateways. Facts: controllers/gateway/eventhandlers. */
export function gatewayWatches(reader: KubeReader): Watches {
  const ofRoute = ({ object }: { readonly object: Route }) => gatewaysOf(object);
  const all = () => reader.list(GATEWAY).map(namespacedName);
  return {
    [HTTP_ROUTE]: ofRoute,
    [GRPC_ROUTE]: ofRoute,
    [LOAD_BALANCER_CONFIGURATION]: all,
    [TARGET_GROUP_CONFIGURATION]: all,
    [LISTENER_RULE_CONFIGURATION]: ({ object }) =>
      allRoutes(reader)
        .filter((route) => refersToRules(route, object))
        .flatMap(gatewaysOf),
    [GATEWAY_CLASS]: ({ object }) =>
      reader
        .list(GATEWAY)
        .filter(({ spec }) => spec.gatewayClassName === object.metadata.name)
        .map(namespacedName),
    [SERVICE]: ({ object: { metadata } }) =>
      allRoutes(reader)
        .filter((route) => forwardsTo(route, metadata.namespace ?? "", metadata.name))
        .flatMap(gatewaysOf),
  };
}

function gatewaysOf({ metadata, spec }: Route): readonly string[] {
  return (spec.parentRefs ?? []).map(
    ({ namespace = metadata.namespace ?? "", name }) => `${namespace}/${name}`,
  );
}

/** Whether a route has a Service as a backend. */
export function forwardsTo({ metadata, spec }: Route, namespace: string, service: string): boolean {
  return (spec.rules ?? [])
    .flatMap(({ backendRefs = [] }) => backendRefs)
    .some((backend) => backend.name === service && (backend.namespace ?? metadata.namespace) === namespace);
}
