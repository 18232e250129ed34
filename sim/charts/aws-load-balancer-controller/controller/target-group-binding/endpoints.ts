import { defined } from "../../../../core/defined.ts";
import { selects } from "../../../../kubernetes/label-selector.ts";
import type { EndpointSlice, LabelSelector, Node, Pod } from "../../../../kubernetes/objects.ts";
import { findCondition } from "../../../../kubernetes/pods.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  ENDPOINT_SLICE,
  NODE,
  POD,
  SERVICE,
  type Service,
  type TargetGroupBinding,
} from "../kubernetes/objects.ts";
import { lookUpPort } from "../kubernetes/service-port.ts";

/** A target that a binding wants to have registered. */
export interface Endpoint {
  /** IP address of a pod or id of an instance. */
  readonly id: string;
  readonly port: number;
  /** Creation of the pod or node, milliseconds since the epoch. */
  readonly createdAt: number;
}

/** An endpoint that is a pod. */
export interface PodEndpoint extends Endpoint {
  readonly pod: Pod;
}

/** An endpoint that is a node port. */
export interface NodeEndpoint extends Endpoint {
  readonly node: Node;
}

/** The Service, or its port, is not there. */
export class BackendNotFound extends Error {
  constructor(reason: string) {
    super(`backend not found: ${reason}`);
    this.name = "BackendNotFound";
  }
}

/** `id:port`, as the ConfigMaps of shared target groups have it. */
export function endpointKey({ id, port }: Endpoint): string {
  return `${id}:${port}`;
}

/**
 * The pods behind a binding's Service. One that is not ready counts, too, while its containers are and its node is
 * healthy: readiness gates could never open otherwise. Facts: pkg/backend/endpoint_resolver.go.
 *
 * @throws BackendNotFound
 */
export function podEndpoints(
  reader: KubeReader,
  binding: TargetGroupBinding,
  failOpen: boolean,
): readonly PodEndpoint[] {
  const { service, port } = backendOf(reader, binding);
  const family = binding.spec.ipAddressType === "ipv6" ? "IPv6" : "IPv4";
  const ready: PodEndpoint[] = [];
  const unknown: PodEndpoint[] = [];
  const slices = reader.list(ENDPOINT_SLICE, {
    ...defined({ namespace: binding.metadata.namespace }),
    labels: { "kubernetes.io/service-name": service.metadata.name },
  });
  for (const slice of slices) {
    if (slice.addressType !== family) continue;
    for (const { name, port: number } of slice.ports) {
      if (port.name !== undefined && port.name !== "" && port.name !== name) continue;
      for (const endpoint of slice.endpoints) {
        const found = podEndpoint(reader, slice, endpoint, number);
        if (found === undefined) continue;
        if (found.state === "ready") ready.push(found.endpoint);
        if (found.state === "unknown") unknown.push(found.endpoint);
      }
    }
  }
  return failOpen && ready.length === 0 ? unknown : ready;
}

function podEndpoint(
  reader: KubeReader,
  slice: EndpointSlice,
  { addresses, conditions, targetRef }: EndpointSlice["endpoints"][number],
  port: number,
): { endpoint: PodEndpoint; state: "ready" | "unknown" | "no target" } | undefined {
  const [id] = addresses;
  if (id === undefined || targetRef?.kind !== "Pod") return undefined;
  const pod = reader.find(POD, targetRef.namespace ?? slice.metadata.namespace, targetRef.name);
  if (pod === undefined) return undefined;
  const endpoint = { id, port, createdAt: Date.parse(pod.metadata.creationTimestamp), pod };
  if (conditions?.ready !== false) return { endpoint, state: "ready" };
  if (findCondition(pod.status.conditions, "ContainersReady")?.status !== "True") return undefined;
  const node = pod.spec.nodeName === undefined ? undefined : reader.find(NODE, undefined, pod.spec.nodeName);
  switch (findCondition(node?.status.conditions, "Ready")?.status) {
    case "True":
      return { endpoint, state: conditions.terminating ? "no target" : "ready" };
    case "Unknown":
      return { endpoint, state: "unknown" };
    default:
      return undefined;
  }
}

const EXCLUDED_NODES: LabelSelector = {
  matchExpressions: [
    { key: "node-role.kubernetes.io/master", operator: "DoesNotExist" },
    { key: "node.kubernetes.io/exclude-from-external-load-balancers", operator: "DoesNotExist" },
    { key: "alpha.service-controller.kubernetes.io/exclude-balancer", operator: "DoesNotExist" },
    { key: "eks.amazonaws.com/compute-type", operator: "NotIn", values: ["fargate"] },
  ],
};

/** The nodes that a binding with instance targets sends traffic to. @throws BackendNotFound, Error */
export function nodeEndpoints(
  reader: KubeReader,
  binding: TargetGroupBinding,
  failOpen: boolean,
): readonly NodeEndpoint[] {
  const { service, port } = backendOf(reader, binding);
  if (service.spec.type !== "NodePort" && service.spec.type !== "LoadBalancer") {
    const key = `${binding.metadata.namespace ?? ""}/${service.metadata.name}`;
    throw new Error(`service type must be either 'NodePort' or 'LoadBalancer': ${key}`);
  }
  const nodes = reader.list(NODE).filter((node) => isProxy(node, binding));
  const inState = (status: string) =>
    nodes.filter((node) => findCondition(node.status.conditions, "Ready")?.status === status);
  const ready = inState("True");
  return (failOpen && ready.length === 0 ? inState("Unknown") : ready).map((node) => ({
    id: instanceIdOf(node),
    port: port.nodePort ?? 0,
    createdAt: Date.parse(node.metadata.creationTimestamp),
    node,
  }));
}

/** Whether a node may take traffic for a binding, apart from its readiness. */
export function isProxy(node: Node, binding: TargetGroupBinding): boolean {
  const { labels } = node.metadata;
  const leaving = node.spec.taints?.some(
    ({ key, effect }) =>
      key === "ToBeDeletedByClusterAutoscaler" ||
      (key === "karpenter.sh/disrupted" && effect === "NoSchedule"),
  );
  return (
    leaving !== true && selects(EXCLUDED_NODES, labels) && selects(binding.spec.nodeSelector ?? {}, labels)
  );
}

/** `i-...` at the end of the node's provider id. @throws Error */
export function instanceIdOf(node: Node): string {
  const { providerID = "" } = node.spec;
  const { name } = node.metadata;
  if (providerID === "") throw new Error(`providerID is not specified for node: ${name}`);
  const id = providerID.slice(providerID.lastIndexOf("/") + 1);
  if (!id.startsWith("i-")) {
    throw new Error(`providerID ${providerID} is invalid for EC2 instances, node: ${name}`);
  }
  return id;
}

function backendOf(
  reader: KubeReader,
  binding: TargetGroupBinding,
): { service: Service; port: ReturnType<typeof lookUpPort> } {
  const { name, port } = binding.spec.serviceRef;
  const service = reader.find(SERVICE, binding.metadata.namespace, name);
  if (service === undefined) throw new BackendNotFound(`Service "${name}" not found`);
  try {
    return { service, port: lookUpPort(service, port) };
  } catch (error) {
    throw new BackendNotFound((error as Error).message);
  }
}
