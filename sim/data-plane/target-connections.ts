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
    const id = idOf(groupArn, key);
    const present = this.#pools.get(id);
    if (present?.server === server) return present.pool;
    present?.pool.destroy();
    const pool = new ConnectionPool(() => server.connect());
    this.#pools.set(id, { server, pool });
    return pool;
  }

  /** Cuts the connections to a target. */
  drop(groupArn: string, key: string): void {
    const id = idOf(groupArn, key);
    this.#pools.get(id)?.pool.destroy();
    this.#pools.delete(id);
  }

  close(): void {
    for (const { pool } of this.#pools.values()) pool.destroy();
    this.#pools.clear();
  }
}

function idOf(groupArn: string, key: string): string {
  return `${groupArn} ${key}`;
}
