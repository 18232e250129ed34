import { NotSimulated } from "../../../../core/errors.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  ROUTES,
  type Gateway,
  type GatewayListener,
  type ParentReference,
  type Route,
} from "../kubernetes/gateway-objects.ts";
import { namespacedName } from "../kubernetes/objects.ts";

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
  readonly byPort: ReadonlyMap<number, readonly Route[]>;
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
const NO_PARENT = {
  condition: "Accepted",
  reason: "NoMatchingParent",
  message: "Route parentRef does not match listener",
} as const;

/** All routes of the kinds that an Application Load Balancer serves. */
export function allRoutes(reader: KubeReader): readonly Route[] {
  return ROUTES.flatMap((kind) => reader.list(kind));
}

/** Says what is wrong with an object that a route refers to. */
export function invalidData({ kind, metadata: { namespace = "", name } }: Route, what: string): string {
  return `${what}. Invalid data can be found in route (${kind}, ${namespace}:${name})`;
}

/**
 * The routes that want to be attached to a Gateway and may be. Facts: pkg/gateway/routeutils/route_listener_mapper.go,
 * listener_attachment_helper.go.
 */
export function attachRoutes(reader: KubeReader, gateway: Gateway): Attachments {
  const verdicts: RouteVerdict[] = [];
  const byPort = new Map<number, Route[]>();
  const counts = new Map<string, number>();
  for (const route of allRoutes(reader)) {
    for (const parentRef of route.spec.parentRefs ?? []) {
      if (!names(parentRef, route, gateway)) continue;
      const asked = gateway.spec.listeners.filter(
        ({ name }) => parentRef.sectionName === undefined || parentRef.sectionName === name,
      );
      const admitted = asked.filter((listener) => refusalOf(gateway, listener, route) === undefined);
      for (const { name, port } of admitted) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        byPort.set(port, [...new Set([...(byPort.get(port) ?? []), route])]);
      }
      const [first] = asked;
      const refused = first === undefined ? NO_PARENT : refusalOf(gateway, first, route);
      verdicts.push({ route, parentRef, ...(admitted.length === 0 && refused && { refused }) });
    }
  }
  return { byPort, counts, verdicts };
}

/** @throws NotSimulated for one that asks for a port. */
function names(
  { kind = "Gateway", namespace, name, port }: ParentReference,
  route: Route,
  gateway: Gateway,
): boolean {
  const isParent =
    kind === "Gateway" &&
    `${namespace ?? route.metadata.namespace ?? ""}/${name}` === namespacedName(gateway);
  if (isParent && port !== undefined) throw new NotSimulated("a route's reference to a port of its parent");
  return isParent;
}

function refusalOf(gateway: Gateway, listener: GatewayListener, route: Route): RouteVerdict["refused"] {
  if (route.metadata.namespace !== gateway.metadata.namespace) return NO_NAMESPACE;
  return routeKinds(listener).includes(route.kind) ? undefined : NO_KIND;
}

/** The kinds of routes that a listener takes. */
export function routeKinds({ protocol }: GatewayListener): readonly string[] {
  return protocol === "HTTPS" ? ["HTTPRoute", "GRPCRoute"] : ["HTTPRoute"];
}
