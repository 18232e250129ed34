import type { ApplicationProtocol, ListenerProtocol } from "../records.ts";

/** `ProtocolEnum`: of target groups and of their health checks, for every type of load balancer. */
export const PROTOCOLS: readonly string[] = [
  "HTTP",
  "HTTPS",
  "TCP",
  "TLS",
  "UDP",
  "TCP_UDP",
  "GENEVE",
  "QUIC",
  "TCP_QUIC",
];

const SIMULATED = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP"] as const;

/** A target group's protocol, if it is simulated. */
export function simulatedProtocol(protocol: string): ListenerProtocol | undefined {
  return SIMULATED.find((candidate) => candidate === protocol);
}

/** Whether a target group with the protocol is one for Application Load Balancers. */
export function isApplicationProtocol(protocol: string): protocol is ApplicationProtocol {
  return protocol === "HTTP" || protocol === "HTTPS";
}
