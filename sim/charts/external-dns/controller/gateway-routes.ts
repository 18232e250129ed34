/** Names of routes of the Gateway API, and where they are reached: source/gateway.go of ExternalDNS. */
import { NotSimulated } from "../../../core/errors.ts";
import type { KubeObject, KubernetesApi } from "../../../kubernetes/types.ts";

export const GATEWAY = "gateway.networking.k8s.io/v1/Gateway";
export const HTTP_ROUTE = "gateway.networking.k8s.io/v1/HTTPRoute";
export const GRPC_ROUTE = "gateway.networking.k8s.io/v1/GRPCRoute";

interface Route extends KubeObject {
  readonly spec: { readonly parentRefs?: readonly Reference[]; readonly hostnames?: readonly string[] };
  readonly status?: {
    readonly parents?: readonly {
      readonly parentRef: Reference;
      readonly conditions: readonly { readonly type: string; readonly status: string }[];
    }[];
  };
}

interface Reference {
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
}

interface Gateway extends KubeObject {
  readonly spec: { readonly listeners: readonly { readonly name: string; readonly hostname?: string }[] };
  readonly status?: { readonly addresses?: readonly { readonly value: string }[] };
}

/**
 * Where each name of a route is reached, by the Gateways that have accepted it.
 *
 * @param asked names beside those that the route itself has.
 * @param targetsOf what a Gateway says to be reached by, in place of its addresses.
 */
export function targetsOfRoute(
  api: KubernetesApi,
  object: KubeObject,
  asked: readonly string[],
  targetsOf: (gateway: KubeObject) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const route = object as Route;
  const targets = gatewaysOf(api, route).flatMap((gateway) => {
    const said = targetsOf(gateway);
    return said.length > 0 ? said : (gateway.status?.addresses ?? []).map(({ value }) => value);
  });
  const hosts = targets.length === 0 ? [] : [...(route.spec.hostnames ?? []), ...asked];
  return new Map(hosts.map((host) => [host, [...new Set(targets)].toSorted()]));
}

/** Those that serve a route by a listener. @throws NotSimulated for listeners that narrow down its names. */
function gatewaysOf(api: KubernetesApi, { metadata, spec, status }: Route): readonly Gateway[] {
  return (status?.parents ?? []).flatMap(({ parentRef, conditions }) => {
    const { namespace, name, sectionName } = parentRef;
    const isNamed = spec.parentRefs?.some((one) => one.name === name && one.namespace === namespace) === true;
    const accepted = conditions.some(({ type, status: value }) => type === "Accepted" && value === "True");
    const gateway = api.view(GATEWAY, namespace ?? metadata.namespace, name) as Gateway | undefined;
    if (!isNamed || !accepted || gateway === undefined) return [];
    const listeners = gateway.spec.listeners.filter((one) => (sectionName ?? one.name) === one.name);
    if (listeners.some(({ hostname }) => hostname !== undefined)) {
      throw new NotSimulated("ExternalDNS: a listener of a Gateway with a host name");
    }
    return listeners.length > 0 ? [gateway] : [];
  });
}
