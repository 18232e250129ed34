import { NotSimulated } from "../../../../../core/errors.ts";
import type { BackendReference, Route } from "../../kubernetes/gateway-objects.ts";
import { SERVICE } from "../../kubernetes/objects.ts";
import type { KubeReader } from "../../kubernetes/client.ts";
import type { RouteVerdict } from "../routes.ts";
import type { ServiceBackend } from "./target-group.ts";

/** The Service of a backend, the name of a target group, or why there is neither. */
export type Backend =
  | { readonly service: ServiceBackend }
  | { readonly targetGroupName: string }
  | { readonly refused: NonNullable<RouteVerdict["refused"]> };

/** Facts: pkg/gateway/routeutils/{backend,backend_service}.go. @throws NotSimulated */
export function resolveBackend(reader: KubeReader, route: Route, backend: BackendReference): Backend {
  if (backend.kind === "TargetGroupName") return { targetGroupName: backend.name };
  if (backend.kind !== undefined && backend.kind !== "Service") {
    return refuse(route, "InvalidKind", "Unknown backend reference kind");
  }
  const namespace = backend.namespace ?? route.metadata.namespace ?? "";
  if (namespace !== route.metadata.namespace)
    throw new NotSimulated("a route to a Service of another namespace");
  if (backend.port === undefined) return refuse(route, "UnsupportedValue", "Port is required");
  const service = reader.find(SERVICE, namespace, backend.name);
  if (service === undefined) {
    return refuse(route, "BackendNotFound", `Service (${namespace}:${backend.name}) not found)`);
  }
  const servicePort = service.spec.ports?.find(({ port }) => port === backend.port);
  return servicePort === undefined
    ? refuse(route, "BackendNotFound", `Unable to find service port for port ${backend.port}`)
    : { service: { route, service, servicePort } };
}

function refuse(route: Route, reason: string, message: string): Backend {
  const { namespace = "", name } = route.metadata;
  const where = `Invalid data can be found in route (${route.kind}, ${namespace}:${name})`;
  const condition = reason === "UnsupportedValue" ? "Accepted" : "ResolvedRefs";
  return { refused: { condition, reason, message: `${message}. ${where}` } };
}
