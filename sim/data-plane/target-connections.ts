import { ConnectionPool } from "./connection-pool.ts";
import type { PodServer } from "./pod-server.ts";
import type { Endpoint, PodServers } from "./pod-servers.ts";

interface TargetPool {
  readonly server: PodServer;
  readonly pool: ConnectionPool;
}

/** Connections from the load balancers to their targets, by target group and target. */
export class TargetConnections {
  readonly #pods: PodServers;
  readonly #pools = new Map<string, TargetPool>();

  constructor(pods: PodServers) {
    this.#pods = pods;
  }

  /** The pool of a target, with connections to what listens at the endpoint now. */
  to(groupArn: string, key: string, endpoint: Endpoint): ConnectionPool {
    const server = this.#pods.at(endpoint);
    const present = this.#pools.get(`${groupArn} ${key}`);
    if (present?.server === server) return present.pool;
    present?.pool.destroy();
    const pool = new ConnectionPool(() => server.connect());
    this.#pools.set(`${groupArn} ${key}`, { server, pool });
    return pool;
  }

  /** Cuts the connections to a target. */
  drop(groupArn: string, key: string): void {
    this.#pools.get(`${groupArn} ${key}`)?.pool.destroy();
    this.#pools.delete(`${groupArn} ${key}`);
  }

  close(): void {
    for (const { pool } of this.#pools.values()) pool.destroy();
    this.#pools.clear();
  }
}
