import type { Duplex } from "node:stream";
import { HttpConnection } from "./http-connection.ts";

/** Connections to one target; idle ones are kept for the next request. */
export class ConnectionPool {
  readonly #connect: () => Duplex;
  readonly #idle: HttpConnection[] = [];
  readonly #busy = new Set<HttpConnection>();

  /** @param connect opens a connection. */
  constructor(connect: () => Duplex) {
    this.#connect = connect;
  }

  /** An idle connection, or a new one, for one request; it comes back by itself when the exchange is over. */
  take(): HttpConnection {
    const connection =
      this.#takeIdle() ?? new HttpConnection(this.#connect(), (over) => this.#giveBack(over));
    this.#busy.add(connection);
    return connection;
  }

  /** Cuts all connections; running exchanges get an error. */
  destroy(): void {
    for (const connection of [...this.#idle, ...this.#busy]) connection.destroy();
    this.#idle.length = 0;
    this.#busy.clear();
  }

  #takeIdle(): HttpConnection | undefined {
    for (;;) {
      const connection = this.#idle.pop();
      if (connection === undefined || connection.reusable) return connection;
    }
  }

  #giveBack(connection: HttpConnection): void {
    // After `destroy` nothing comes back.
    if (this.#busy.delete(connection) && connection.reusable) this.#idle.push(connection);
  }
}
