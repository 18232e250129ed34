import type { ServicePort } from "../../../kubernetes/objects.ts";
import type { Service } from "./kubernetes/objects.ts";
import { lookUpPort } from "./kubernetes/service-port.ts";
import type { NetworkingPort, TargetGroupResource, TargetType } from "./model.ts";

/** Stands for the targets' own port. */
export const TRAFFIC_PORT = "traffic-port";

/** Addresses of a Service's targets. @throws Error where the load balancer has none of that family. */
export function targetAddressType(loadBalancer: string, service: Service): "ipv4" | "ipv6" {
  if (service.spec.ipFamilies?.includes("IPv6") !== true) return "ipv4";
  if (loadBalancer === "ipv4") throw new Error("unsupported IPv6 configuration, lb not dual-stack");
  return "ipv6";
}

/** The port of the group itself; targets bring their own. A named port becomes 1. */
export function targetGroupPort(targetType: TargetType, { nodePort = 0, targetPort }: ServicePort): number {
  if (targetType === "ip") {
    if (targetPort === 0) {
      throw new Error("TargetGroup port is empty. Are you using the correct service type?");
    }
    return typeof targetPort === "number" ? targetPort : 1;
  }
  if (nodePort === 0) {
    throw new Error(
      "TargetGroup port is empty. When using Instance targets, your service be must of type 'NodePort' or 'LoadBalancer'",
    );
  }
  return nodePort;
}

/** A rule for the traffic port, and one for that of the health check where it is another. */
export function networkingPorts(
  { nodePort, targetPort }: ServicePort,
  { targetType, healthCheck }: TargetGroupResource,
): readonly (readonly NetworkingPort[])[] {
  const traffic = targetType === "instance" ? (nodePort ?? 0) : targetPort;
  const ports = healthCheck.port === TRAFFIC_PORT ? [traffic] : [traffic, Number(healthCheck.port)];
  return ports.map((port) => [{ protocol: "TCP", port }]);
}

/**
 * A health check's port, which is a number or the name of a port of the Service.
 *
 * @param whenMissing what the controller says before that the Service has no such port.
 */
export function healthCheckPort(
  service: Service,
  raw: string,
  targetType: TargetType,
  whenMissing?: string,
): string {
  if (raw === TRAFFIC_PORT || /^\d+$/.test(raw)) return raw;
  const { nodePort = 0, targetPort } = lookUpPort(service, raw, whenMissing);
  if (targetType === "instance") return String(nodePort);
  if (typeof targetPort === "number") return String(targetPort);
  throw new Error(
    "cannot use named healthCheckPort for IP TargetType when service's targetPort is a named port",
  );
}
