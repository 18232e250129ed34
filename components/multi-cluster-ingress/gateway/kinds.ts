const GATEWAY_API = "gateway.networking.k8s.io";
const CONTROLLER = "gateway.k8s.aws";

/** Version and kind of each. */
export const GATEWAY_KINDS = {
  gateway: { apiVersion: `${GATEWAY_API}/v1`, kind: "Gateway" },
  HTTPRoute: { apiVersion: `${GATEWAY_API}/v1`, kind: "HTTPRoute" },
  GRPCRoute: { apiVersion: `${GATEWAY_API}/v1`, kind: "GRPCRoute" },
  loadBalancerConfiguration: { apiVersion: `${CONTROLLER}/v1`, kind: "LoadBalancerConfiguration" },
  targetGroupConfiguration: { apiVersion: `${CONTROLLER}/v1`, kind: "TargetGroupConfiguration" },
  listenerRuleConfiguration: { apiVersion: `${CONTROLLER}/v1`, kind: "ListenerRuleConfiguration" },
} as const;

/** A reference to one of the controller's own objects. */
export function ofController(kind: "loadBalancerConfiguration" | "listenerRuleConfiguration", name: string) {
  return { group: CONTROLLER, kind: GATEWAY_KINDS[kind].kind, name };
}

/** Names of the listeners. */
export const LISTENERS = { HTTP: "http", HTTPS: "https" } as const;
