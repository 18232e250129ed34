import type { Duplex } from "node:stream";
import { HttpConnection, type Exchange } from "./http-connection.ts";

/** Connections to one target; idle ones are kept for the next request. */
export class ConnectionPool {
  readonly #connect: () => Duplex;
  readonly #idle: HttpConnection[] = [];
  readonly #busy = new Set<HttpConnection>();

  /** @param connect opens a connection. */
  constructor(connect: () => Duplex) {
    this.#connect = connect;
  }

  /** Sends a request on an idle connection, or on a new one. */
  send(method: string, head: string, exchange: Exchange): HttpConnection {
    const connection = this.#take();
    this.#busy.add(connection);
    connection.send(
      method,
      head,
      {
        onHead: (received) => exchange.onHead(received),
        onBody: (chunk) => exchange.onBody(chunk),
        onEnd: () => exchange.onEnd(),
        onError: (error) => {
          this.#busy.delete(connection);
          exchange.onError(error);
        },
      },
      () => {
        this.#busy.delete(connection);
        if (connection.reusable) this.#idle.push(connection);
      },
    );
    return connection;
  }

  /** Cuts all connections; running exchanges get an error. */
  destroy(): void {
    for (const connection of [...this.#idle, ...this.#busy]) connection.destroy();
    this.#idle.length = 0;
    this.#busy.clear();
  }

  #take(): HttpConnection {
    for (;;) {
      const connection = this.#idle.pop();
      if (connection === undefined) return new HttpConnection(this.#connect());
      if (connection.reusable) return connection;
    }
  }
}
