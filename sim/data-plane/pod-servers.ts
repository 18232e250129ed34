import type { Cloud } from "../core/cloud.ts";
import { clustersOf } from "../kubernetes/clusters.ts";
import { PodServer } from "./pod-server.ts";

/** What listens at an address and port of a simulated cluster. */
export interface Endpoint {
  /** EKS cluster name. */
  readonly cluster: string;
  readonly address: string;
  readonly port: number;
}

/** The HTTP servers of all pods, started when first asked for. */
export class PodServers {
  readonly #cloud: Cloud;
  readonly #servers = new Map<string, { readonly endpoint: Endpoint; readonly server: PodServer }>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** The server of an endpoint. */
  at(endpoint: Endpoint): PodServer {
    const found = this.#servers.get(keyOf(endpoint));
    if (found !== undefined) return found.server;
    const server = new PodServer(() => this.#program(endpoint));
    this.#servers.set(keyOf(endpoint), { endpoint, server });
    return server;
  }

  /** Closes the servers of pods that are gone. */
  closeGone(): void {
    for (const [key, { endpoint, server }] of this.#servers) {
      if (this.#program(endpoint) !== undefined) continue;
      this.#servers.delete(key);
      server.close();
    }
  }

  close(): void {
    for (const { server } of this.#servers.values()) server.close();
    this.#servers.clear();
  }

  #program({ cluster, address, port }: Endpoint) {
    return clustersOf(this.#cloud).get(cluster)?.httpAt(address, port);
  }
}

function keyOf({ cluster, address, port }: Endpoint): string {
  return `${cluster} ${address}:${port}`;
}
