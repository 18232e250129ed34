import { NotSimulated } from "../../../../core/errors.ts";
import type { Gateway, GatewayCondition, ListenerStatus } from "../kubernetes/gateway-objects.ts";
import { routeKinds, type Attachments } from "./routes.ts";

/** Listeners are modelled that differ in their ports, and serve routes of their namespace under all names. @throws NotSimulated */
export function refuseUnmodelledListeners({ spec: { listeners } }: Gateway): void {
  for (const { port, protocol, hostname, allowedRoutes = {} } of listeners) {
    const { namespaces: { from = "Same" } = {}, kinds = [] } = allowedRoutes;
    if (protocol !== "HTTP" && protocol !== "HTTPS") throw notSimulated(`protocol ${protocol}`);
    if (hostname !== undefined) throw notSimulated("host name");
    if (from !== "Same" || kinds.length > 0) throw notSimulated("allowedRoutes");
    if (listeners.filter((other) => other.port === port).length > 1)
      throw notSimulated("port of another one");
  }
}

function notSimulated(what: string): NotSimulated {
  return new NotSimulated(`a listener of a Gateway: ${what}`);
}

/** What the Gateway's status says of its listeners. Facts: controllers/gateway/listener_status_utils.go. */
export function listenerStatuses(
  { metadata: { generation: observedGeneration }, spec }: Gateway,
  { counts }: Attachments,
  isProgrammed: boolean,
): readonly ListenerStatus[] {
  return spec.listeners.map((listener) => ({
    name: listener.name,
    attachedRoutes: counts.get(listener.name) ?? 0,
    supportedKinds: routeKinds(listener).map((kind) => ({ group: "gateway.networking.k8s.io", kind })),
    conditions: listenerConditions(isProgrammed).map((condition) => ({ ...condition, observedGeneration })),
  }));
}

function listenerConditions(isProgrammed: boolean): readonly GatewayCondition[] {
  return [
    { type: "Conflicted", status: "False", reason: "NoConflicts", message: "Listener has no conflict." },
    { type: "Accepted", status: "True", reason: "Accepted", message: "Listener is accepted." },
    {
      type: "ResolvedRefs",
      status: "True",
      reason: "ResolvedRefs",
      message: "Listener has all refs resolved.",
    },
    isProgrammed
      ? { type: "Programmed", status: "True", reason: "Programmed", message: "Listener is programmed." }
      : {
          type: "Programmed",
          status: "False",
          reason: "Pending",
          message: "Listener is pending to be programmed.",
        },
  ];
}
