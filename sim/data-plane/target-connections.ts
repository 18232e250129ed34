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

  /** The pool of a target, if there is one to what listens at the endpoint now. */
  find(groupArn: string, key: string, endpoint: Endpoint): ConnectionPool | undefined {
    const present = this.#pools.get(`${groupArn} ${key}`);
    return present !== undefined && present.server === this.#pods.find(endpoint) ? present.pool : undefined;
  }

  /** The pool of a target; starts what listens there. */
  async open(groupArn: string, key: string, endpoint: Endpoint): Promise<ConnectionPool> {
    const server = this.#pods.at(endpoint);
    const port = await server.port();
    const present = this.find(groupArn, key, endpoint);
    if (present !== undefined) return present;
    this.drop(groupArn, key);
    const pool = new ConnectionPool(port);
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
