/** Names of routes of the Gateway API, and where they are reached: source/gateway.go of ExternalDNS. */
import { NotSimulated } from "../../../core/errors.ts";
import type { KubeObject, KubernetesApi } from "../../../kubernetes/types.ts";
import { commonHostnames } from "../../gateway-hostnames.ts";

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
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
}

type Gateway = KubeObject & {
  readonly spec: { readonly listeners: readonly Listener[] };
  readonly status?: { readonly addresses?: readonly { readonly value: string }[] };
};

interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly allowedRoutes?: {
    readonly namespaces?: { readonly from?: string };
    readonly kinds?: readonly { readonly kind: string }[];
  };
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
  const targets = new Map<string, readonly string[]>();
  for (const { gateway, listener } of listenersOf(api, route)) {
    const said = targetsOf(gateway);
    const addresses = said.length > 0 ? said : (gateway.status?.addresses ?? []).map(({ value }) => value);
    for (const host of hostsAt(listener, route, asked)) {
      targets.set(host, [...new Set([...(targets.get(host) ?? []), ...addresses])].toSorted());
    }
  }
  return targets;
}

function hostsAt({ hostname }: Listener, { spec }: Route, asked: readonly string[]): readonly string[] {
  const { hostnames = [] } = spec;
  return [
    ...(commonHostnames(hostname, hostnames) ?? hostnames),
    ...(asked.length === 0 ? [] : (commonHostnames(hostname, asked) ?? asked)),
  ];
}

/** The listeners that serve a route. */
function listenersOf(
  api: KubernetesApi,
  route: Route,
): readonly { readonly gateway: Gateway; readonly listener: Listener }[] {
  const isNamed = ({ name, namespace }: Reference) =>
    route.spec.parentRefs?.some((one) => one.name === name && one.namespace === namespace) === true;
  return (route.status?.parents ?? [])
    .filter(({ parentRef }) => (parentRef.kind ?? "Gateway") === "Gateway" && isNamed(parentRef))
    .filter(({ conditions }) =>
      conditions.some(({ type, status }) => type === "Accepted" && status === "True"),
    )
    .flatMap(({ parentRef }) => {
      const { namespace = route.metadata.namespace, name } = parentRef;
      const gateway = api.view(GATEWAY, namespace, name) as Gateway | undefined;
      return (gateway?.spec.listeners ?? [])
        .filter((listener) => serves(listener, parentRef, route, namespace))
        .map((listener) => ({ gateway: gateway!, listener }));
    });
}

function serves(
  { name, port, protocol, allowedRoutes }: Listener,
  reference: Reference,
  { kind, metadata }: Route,
  gatewayNamespace: string | undefined,
): boolean {
  const { namespaces: { from = "Same" } = {}, kinds = [] } = allowedRoutes ?? {};
  if (from === "Selector") throw new NotSimulated("ExternalDNS: allowedRoutes.namespaces with a selector");
  return (
    (reference.sectionName ?? name) === name &&
    (reference.port ?? port) === port &&
    protocol.startsWith("HTTP") &&
    (from === "All" || metadata.namespace === gatewayNamespace) &&
    (kinds.length === 0 || kinds.some((one) => one.kind === kind))
  );
}
