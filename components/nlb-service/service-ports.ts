import type * as kubernetes from "@pulumi/kubernetes";
import type { ResolvedNlbPort } from "./port-args.ts";

type ServicePort = kubernetes.types.input.core.v1.ServicePort;

/** Name of a port of the Service; of TCP and UDP on one port that of TCP. */
export function portName({ port, protocol }: ResolvedNlbPort): string {
  return `${protocol === "TCP_UDP" ? "tcp" : protocol.toLowerCase()}-${port}`;
}

/** Ports of the Service: what is TCP and UDP are two. */
export function servicePorts(ports: readonly ResolvedNlbPort[]): ServicePort[] {
  return ports.flatMap((one) => {
    const { port, targetPort, protocol } = one;
    const first = { name: portName(one), port, targetPort, protocol: protocol === "UDP" ? "UDP" : "TCP" };
    return protocol === "TCP_UDP" ? [first, { ...first, name: `udp-${port}`, protocol: "UDP" }] : [first];
  });
}
