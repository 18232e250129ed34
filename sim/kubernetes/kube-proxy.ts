import type { Clock } from "../core/clock.ts";
import type { ApiServer } from "./api-server.ts";
import { nodePorts } from "./api/strategies/service.ts";
import type { Service, ServicePort } from "./objects.ts";
import { slicesOf } from "./service-endpoints.ts";

/** An address and port of a pod. */
export interface Destination {
  readonly ip: string;
  readonly port: number;
  /** The node that the pod is on. */
  readonly nodeName?: string;
}

/** What the rules on a node make of a connection to a Service. */
export type Proxied = {
  /** `namespace/name` */
  readonly service: string;
} & (
  | {
      readonly outcome: "forwarded";
      readonly destination: Destination;
      /** Whether the pod sees the node's address in place of the client's. */
      readonly masqueraded: boolean;
    }
  /** Nobody is behind the Service. */
  | { readonly outcome: "refused" }
  /** The policy is `Local`, and no pod is on this node: packets get no answer. */
  | { readonly outcome: "dropped"; readonly policy: string }
);

/** Where a connection comes from, as the node sees it. */
export interface ProxyClient {
  /** The node whose rules are asked. */
  readonly nodeName: string;
  /** Address of the client. */
  readonly address: string;
}

type Policy = "externalTrafficPolicy" | "internalTrafficPolicy";

/** Seconds for which a client stays with its pod by `sessionAffinity: ClientIP`, where the Service says no other number. */
const AFFINITY_SECONDS = 10_800;

/**
 * What kube-proxy does on the nodes: passes connections to a Service on to its endpoints. In iptables mode, as on EKS, it
 * takes one at random; here they take turns.
 */
export class KubeProxy {
  readonly #api: ApiServer;
  readonly #clock: Clock;
  /** Whose turn it is, by Service and port. */
  readonly #turns = new Map<string, number>();
  /** The last choice for a client, and when it was made. */
  readonly #affinity = new Map<string, { readonly ip: string; readonly at: number }>();

  constructor(api: ApiServer, clock: Clock) {
    this.#api = api;
    this.#clock = clock;
  }

  /** A connection from a pod, or a node, to the address of a Service; undefined where no Service has address and port. */
  toClusterAddress(address: string, port: number, client: ProxyClient): Proxied | undefined {
    for (const service of this.#api.views("v1/Service")) {
      const servicePort = service.spec.ports?.find((one) => one.port === port && one.protocol === "TCP");
      if (service.spec.clusterIP !== address || servicePort === undefined) continue;
      const proxied = this.#pass(service, servicePort, client, "internalTrafficPolicy");
      // To a pod that asks its own Service an answer from itself would be of no use.
      const isItself = proxied.outcome === "forwarded" && proxied.destination.ip === client.address;
      return isItself ? { ...proxied, masqueraded: true } : proxied;
    }
    return undefined;
  }

  /** A connection to a port of a node's address; undefined where no Service has the port. */
  toNodePort(address: string, port: number, clientAddress: string): Proxied | undefined {
    // Most questions are about other ports, asked of every cluster in turn.
    if (port < nodePorts.first || port > nodePorts.last) return undefined;
    const node = this.#api
      .views("v1/Node")
      .find((candidate) => candidate.status.addresses?.some((one) => one.address === address));
    if (node === undefined) return undefined;
    for (const service of this.#api.views("v1/Service")) {
      const servicePort = service.spec.ports?.find(({ nodePort }) => nodePort === port);
      if (servicePort === undefined) continue;
      const client = { nodeName: node.metadata.name, address: clientAddress };
      return this.#pass(service, servicePort, client, "externalTrafficPolicy");
    }
    return undefined;
  }

  /** https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-policies */
  #pass(service: Service, { name = "" }: ServicePort, client: ProxyClient, policy: Policy): Proxied {
    const named = { service: `${service.metadata.namespace}/${service.metadata.name}` };
    const all = this.#endpoints(service, name);
    if (all.length === 0) return { ...named, outcome: "refused" };
    const isLocal = service.spec[policy] === "Local";
    const usable = isLocal ? all.filter(({ nodeName }) => nodeName === client.nodeName) : all;
    if (usable.length === 0) return { ...named, outcome: "dropped", policy: `${policy} Local` };
    return {
      ...named,
      outcome: "forwarded",
      destination: this.#choose(service, usable, client),
      masqueraded: policy === "externalTrafficPolicy" && !isLocal,
    };
  }

  #choose({ metadata, spec }: Service, usable: readonly Destination[], client: ProxyClient): Destination {
    const turns = `${metadata.uid} ${usable[0]!.port}`;
    if (spec.sessionAffinity !== "ClientIP") return this.#next(turns, usable);
    const { timeoutSeconds = AFFINITY_SECONDS } = spec.sessionAffinityConfig?.clientIP ?? {};
    const key = `${metadata.uid} ${client.nodeName} ${client.address}`;
    const last = this.#affinity.get(key);
    const now = this.#clock.now();
    const isFresh = last !== undefined && now - last.at < timeoutSeconds * 1000;
    const same = isFresh ? usable.find(({ ip }) => ip === last.ip) : undefined;
    const chosen = same ?? this.#next(turns, usable);
    this.#affinity.set(key, { ip: chosen.ip, at: now });
    return chosen;
  }

  #next(turns: string, usable: readonly Destination[]): Destination {
    const turn = this.#turns.get(turns) ?? 0;
    this.#turns.set(turns, turn + 1);
    return usable[turn % usable.length]!;
  }

  #endpoints(service: Service, portName: string): Destination[] {
    const { namespace = "", name } = service.metadata;
    return slicesOf(this.#api, { namespace, name }).flatMap((slice) => {
      const port = slice.ports.find((candidate) => candidate.name === portName)?.port;
      if (port === undefined) return [];
      return slice.endpoints
        .filter(({ conditions }) => conditions.ready)
        .flatMap(({ addresses, nodeName }) =>
          addresses.map((ip) => ({ ip, port, ...(nodeName !== undefined && { nodeName }) })),
        );
    });
  }
}
