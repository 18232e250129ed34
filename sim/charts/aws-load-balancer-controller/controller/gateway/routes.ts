import { selects } from "../../../../kubernetes/label-selector.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  ROUTES,
  type Gateway,
  type GatewayListener,
  type ParentReference,
  type Route,
} from "../kubernetes/gateway-objects.ts";
import { NAMESPACE, namespacedName } from "../kubernetes/objects.ts";
import { commonHostnames } from "../../../gateway-hostnames.ts";

/** A route that a port of the load balancer serves. */
export interface AttachedRoute {
  readonly route: Route;
  /** Under which it is served there. Empty: all. */
  readonly hostnames: readonly string[];
}

/** What became of a route at one of its parents. */
export interface RouteVerdict {
  readonly route: Route;
  readonly parentRef: ParentReference;
  /** Undefined: accepted. */
  readonly refused?: {
    readonly condition: "Accepted" | "ResolvedRefs";
    readonly reason: string;
    readonly message: string;
  };
}

/** Routes of a Gateway. */
export interface Attachments {
  /** Those of each port that has any. */
  readonly byPort: ReadonlyMap<number, readonly AttachedRoute[]>;
  /** How many each listener has, by its name. */
  readonly counts: ReadonlyMap<string, number>;
  readonly verdicts: readonly RouteVerdict[];
}

/** Why a listener does not let a route in. */
const NO_NAMESPACE = {
  condition: "Accepted",
  reason: "NotAllowedByListeners",
  message: "Listener does not allow route attachment, namespace does not match between listener and route",
} as const;
const NO_KIND = {
  condition: "Accepted",
  reason: "NotAllowedByListeners",
  message: "Listener does not allow route attachment, kind does not match between listener and route",
} as const;
const NO_HOSTNAME = {
  condition: "Accepted",
  reason: "NoMatchingListenerHostname",
  message: "Listener does not allow route attachment, no matching hostname",
} as const;
const NO_PARENT = {
  condition: "Accepted",
  reason: "NoMatchingParent",
  message: "Route parentRef does not match listener",
} as const;

/**
 * The routes that want to be attached to a Gateway and may be. Facts: pkg/gateway/routeutils/route_listener_mapper.go,
 * listener_attachment_helper.go.
 */
export function attachRoutes(
  reader: KubeReader,
  gateway: Gateway,
  valid: readonly GatewayListener[],
): Attachments {
  const verdicts: RouteVerdict[] = [];
  const byPort = new Map<number, AttachedRoute[]>();
  const counts = new Map<string, number>();
  for (const route of ROUTES.flatMap((kind) => reader.list(kind))) {
    for (const parentRef of route.spec.parentRefs ?? []) {
      if (!names(parentRef, route, gateway)) continue;
      const asked = gateway.spec.listeners.filter((listener) => asksFor(parentRef, listener));
      const answers = asked.map((listener) => ({ listener, ...admit(reader, gateway, listener, route) }));
      const admitted = answers.filter(({ refused }) => refused === undefined);
      for (const { listener, hostnames } of admitted) {
        counts.set(listener.name, (counts.get(listener.name) ?? 0) + 1);
        if (valid.includes(listener)) attach(byPort, listener.port, route, hostnames);
      }
      const refused = admitted.length > 0 ? undefined : (answers[0]?.refused ?? NO_PARENT);
      verdicts.push({ route, parentRef, ...(refused && { refused }) });
    }
  }
  return { byPort, counts, verdicts };
}

/** By one of several listeners of a port a route is served once, under the names of all. */
function attach(
  byPort: Map<number, AttachedRoute[]>,
  port: number,
  route: Route,
  hostnames: readonly string[] | undefined,
): void {
  const routes = byPort.get(port) ?? [];
  const before = routes.find((attached) => attached.route === route);
  const all = [...(before?.hostnames ?? []), ...(hostnames ?? route.spec.hostnames ?? [])];
  const attached = { route, hostnames: [...new Set(all)] };
  byPort.set(port, [...routes.filter((other) => other !== before), attached]);
}

function names(
  { kind = "Gateway", namespace, name }: ParentReference,
  route: Route,
  gateway: Gateway,
): boolean {
  return (
    kind === "Gateway" && `${namespace ?? route.metadata.namespace ?? ""}/${name}` === namespacedName(gateway)
  );
}

function asksFor({ sectionName, port }: ParentReference, listener: GatewayListener): boolean {
  return (
    (sectionName === undefined || sectionName === listener.name) &&
    (port === undefined || port === listener.port)
  );
}

interface Answer {
  readonly refused?: RouteVerdict["refused"];
  readonly hostnames?: readonly string[] | undefined;
}

function admit(reader: KubeReader, gateway: Gateway, listener: GatewayListener, route: Route): Answer {
  if (!allowsNamespace(reader, gateway, listener, route)) return { refused: NO_NAMESPACE };
  if (!allowedKinds(listener).includes(route.kind)) return { refused: NO_KIND };
  const hostnames = commonHostnames(listener.hostname, route.spec.hostnames);
  return hostnames?.length === 0 ? { refused: NO_HOSTNAME } : { hostnames };
}

function allowsNamespace(
  reader: KubeReader,
  gateway: Gateway,
  { allowedRoutes }: GatewayListener,
  route: Route,
): boolean {
  const { from = "Same", selector = {} } = allowedRoutes?.namespaces ?? {};
  if (from === "All") return true;
  if (from === "Same") return route.metadata.namespace === gateway.metadata.namespace;
  const namespace = reader.find(NAMESPACE, undefined, route.metadata.namespace ?? "");
  return from === "Selector" && namespace !== undefined && selects(selector, namespace.metadata.labels);
}

/** The kinds of routes that a listener takes. */
export function allowedKinds({ allowedRoutes, protocol }: GatewayListener): readonly string[] {
  const named = (allowedRoutes?.kinds ?? []).map(({ kind }) => kind);
  if (named.length > 0) return named;
  return protocol === "HTTPS" ? ["HTTPRoute", "GRPCRoute"] : ["HTTPRoute"];
}
