import { NotSimulated } from "../../../../../core/errors.ts";
import type { BackendReference, Route } from "../../kubernetes/gateway-objects.ts";
import { SERVICE } from "../../kubernetes/objects.ts";
import type { KubeReader } from "../../kubernetes/client.ts";
import { invalidData, type RouteVerdict } from "../routes.ts";
import type { ServiceBackend } from "./target-group.ts";

/** The Service of a backend, the name of a target group, or why there is neither. */
export type Backend =
  | { readonly service: ServiceBackend }
  | { readonly targetGroupName: string }
  | { readonly refused: NonNullable<RouteVerdict["refused"]> };

/** Facts: pkg/gateway/routeutils/{backend,backend_service}.go. @throws NotSimulated */
export function resolveBackend(reader: KubeReader, route: Route, backend: BackendReference): Backend {
  const { kind = "Service", namespace: asked, name, port } = backend;
  if (kind === "TargetGroupName") return { targetGroupName: name };
  const { namespace = "" } = route.metadata;
  if (kind !== "Service" || (asked ?? namespace) !== namespace) {
    throw new NotSimulated("a route to something else than a Service of its namespace");
  }
  const service = reader.find(SERVICE, namespace, name);
  if (service === undefined) return refuse(route, `Service (${namespace}:${name}) not found)`);
  const servicePort = service.spec.ports?.find((one) => one.port === port);
  return servicePort === undefined
    ? refuse(route, `Unable to find service port for port ${port}`)
    : { service: { route, service, servicePort } };
}

function refuse(route: Route, what: string): Backend {
  const message = invalidData(route, what);
  return { refused: { condition: "ResolvedRefs", reason: "BackendNotFound", message } };
}
