import type { ServicePort } from "../../../../kubernetes/objects.ts";
import { namespacedName, type Service } from "./objects.ts";

/**
 * The port of a Service by number or name.
 *
 * @param context what to say before the reason.
 * @throws Error when the Service has no such port.
 */
export function lookUpPort(service: Service, port: number | string, context = ""): ServicePort {
  const found = service.spec.ports?.find((candidate) =>
    typeof port === "string" ? candidate.name === port : candidate.port === port,
  );
  if (found === undefined) {
    throw new Error(`${context}unable to find port ${port} on service ${namespacedName(service)}`);
  }
  return found;
}
