import type {
  GatewayCondition,
  Gateway,
  GatewayListener,
  ListenerStatus,
} from "../kubernetes/gateway-objects.ts";
import { allowedKinds, type Attachments } from "./routes.ts";

/** Why a listener cannot be served; undefined: it can. */
interface Fault {
  readonly condition: "Conflicted" | "Accepted" | "ResolvedRefs";
  readonly reason: string;
  readonly message: string;
}

/** A listener, and what is wrong with it. */
export interface CheckedListener {
  readonly listener: GatewayListener;
  readonly fault: Fault | undefined;
}

const ROUTE_KINDS = ["HTTPRoute", "GRPCRoute"];

/** Looks at the listeners by themselves, in their order: the first keeps port and name. Facts: pkg/gateway/routeutils/listener_utils.go. */
export function checkListeners({ spec }: Gateway): readonly CheckedListener[] {
  return spec.listeners.map((listener, index) => ({
    listener,
    fault: faultOf(listener, spec.listeners.slice(0, index)),
  }));
}

function faultOf(listener: GatewayListener, earlier: readonly GatewayListener[]): Fault | undefined {
  const { name, port, protocol, hostname } = listener;
  if (!allowedKinds(listener).every((kind) => ROUTE_KINDS.includes(kind))) {
    return {
      condition: "ResolvedRefs",
      reason: "InvalidRouteKinds",
      message: `Invalid route kind for listener ${name}`,
    };
  }
  if (protocol !== "HTTP" && protocol !== "HTTPS") {
    const message = `Unsupported protocol ${protocol} for listener ${name}`;
    return { condition: "Accepted", reason: "UnsupportedProtocol", message };
  }
  const samePort = earlier.filter((other) => other.port === port);
  if (samePort.some((other) => other.protocol !== protocol)) {
    return {
      condition: "Conflicted",
      reason: "ProtocolConflict",
      message: `Protocol conflict for port ${port}`,
    };
  }
  if (hostname === undefined || !samePort.some((other) => other.hostname === hostname)) return undefined;
  const message = `Hostname conflict for port ${port} with hostname ${hostname}`;
  return { condition: "Conflicted", reason: "HostnameConflict", message };
}

/** What the Gateway's status says of its listeners. Facts: controllers/gateway/listener_status_utils.go. */
export function listenerStatuses(
  { metadata: { generation } }: Gateway,
  checked: readonly CheckedListener[],
  { counts }: Attachments,
  isProgrammed: boolean,
): readonly ListenerStatus[] {
  return checked.map(({ listener, fault }) => ({
    name: listener.name,
    attachedRoutes: counts.get(listener.name) ?? 0,
    supportedKinds: allowedKinds(listener)
      .filter((kind) => ROUTE_KINDS.includes(kind))
      .map((kind) => ({ group: "gateway.networking.k8s.io", kind })),
    conditions: listenerConditions(fault, isProgrammed).map((condition) => ({
      ...condition,
      observedGeneration: generation,
    })),
  }));
}

function listenerConditions(fault: Fault | undefined, isProgrammed: boolean): readonly GatewayCondition[] {
  const { condition, reason = "", message = "" } = fault ?? {};
  const conflicted = condition === "Conflicted";
  const refused = conflicted || condition === "Accepted";
  return [
    conflicted
      ? { type: "Conflicted", status: "True", reason, message }
      : { type: "Conflicted", status: "False", reason: "NoConflicts", message: "Listener has no conflict." },
    refused
      ? { type: "Accepted", status: "False", reason, message }
      : { type: "Accepted", status: "True", reason: "Accepted", message: "Listener is accepted." },
    condition === "ResolvedRefs"
      ? { type: "ResolvedRefs", status: "False", reason, message }
      : {
          type: "ResolvedRefs",
          status: "True",
          reason: "ResolvedRefs",
          message: "Listener has all refs resolved.",
        },
    programmed(fault, isProgrammed),
  ];
}

function programmed(fault: Fault | undefined, isProgrammed: boolean): GatewayCondition {
  const type = "Programmed";
  if (fault !== undefined) {
    return { type, status: "False", reason: fault.reason, message: "Listener is not accepted." };
  }
  return isProgrammed
    ? { type, status: "True", reason: "Programmed", message: "Listener is programmed." }
    : { type, status: "False", reason: "Pending", message: "Listener is pending to be programmed." };
}
