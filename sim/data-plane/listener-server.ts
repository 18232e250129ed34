import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo, Server as NetServer, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { SecureContext } from "node:tls";
import { rawPage } from "./error-pages.ts";
import { http, https } from "./node-http.ts";
import { Entrance } from "./tls/entrance.ts";
import type { ListenerTls } from "./tls/listener-tls.ts";

export interface ListenerServerOptions {
  /** On 127.0.0.1. Default: a free one. */
  readonly port?: number | undefined;
  /** For HTTPS. */
  readonly tls?: ListenerTls | undefined;
  /** How long a connection may be silent, in milliseconds. */
  readonly idleTimeoutMs: number;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  /** Whether the load balancer's security groups let the client connect. */
  readonly accepts: (clientAddress: string) => boolean;
}

/** Longest head of a request: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MAX_HEAD_BYTES = 65_536;
/** A client that has begun a request must have sent its head after this time, in milliseconds. */
const HEAD_TIMEOUT_MS = 15_000;

/** The HTTP side of one listener. */
export class ListenerServer {
  readonly #server: Server;
  readonly #entrance: Entrance | undefined;
  readonly #options: ListenerServerOptions;
  readonly #keptOut = new WeakSet<Socket>();
  /** The latest answer of each connection. */
  readonly #answers = new WeakMap<Duplex, ServerResponse>();

  constructor(options: ListenerServerOptions) {
    this.#options = options;
    const settings = {
      maxHeaderSize: MAX_HEAD_BYTES,
      headersTimeout: HEAD_TIMEOUT_MS,
      // Bodies are read and dropped, however long that takes: the answer does not wait for them.
      requestTimeout: 0,
      keepAliveTimeout: options.idleTimeoutMs,
      connectionsCheckingInterval: 5_000,
      noDelay: true,
    };
    const onRequest = (request: IncomingMessage, response: ServerResponse) =>
      this.#onRequest(request, response);
    if (options.tls === undefined) {
      this.#server = http.createServer(settings, onRequest);
    } else {
      const server = https.createServer({ ...settings, SNICallback: chooser(options.tls) }, onRequest);
      this.#entrance = new Entrance(server, options.tls);
      this.#server = server;
    }
    const connected = options.tls === undefined ? "connection" : "secureConnection";
    this.#server.on(connected, (socket: Socket) => this.#onConnection(socket));
    this.#server.on("clientError", (error, socket) => this.#onClientError(error, socket));
    this.#server.on("upgrade", refuseUpgrade);
    this.#server.on("connect", refuseConnect);
  }

  /** @throws Error that names the port when it is taken. */
  async listen(): Promise<number> {
    const { port = 0 } = this.#options;
    const server: NetServer = this.#entrance?.server ?? this.#server;
    return new Promise((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => {
        reject(
          error.code === "EADDRINUSE"
            ? new Error(`port ${port} on 127.0.0.1 is in use; choose another one`)
            : error,
        );
      });
      server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
    });
  }

  /** Stops accepting connections and cuts those that are open. */
  async close(): Promise<void> {
    return new Promise((resolve) => {
      (this.#entrance?.server ?? this.#server).close(() => resolve());
      (this.#entrance ?? this.#server).closeAllConnections();
    });
  }

  #onConnection(socket: Socket): void {
    if (this.#options.accepts(socket.remoteAddress ?? "")) return;
    this.#keptOut.add(socket);
    socket.setTimeout(this.#options.idleTimeoutMs, () => socket.destroy());
  }

  /** Where security groups drop the packets the client gets no answer, and gives up at some time. */
  #onRequest(request: IncomingMessage, response: ServerResponse): void {
    if (this.#keptOut.has(request.socket)) return;
    this.#answers.set(request.socket, response);
    this.#options.onRequest(request, response);
  }

  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html */
  #onClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
    const { code = "" } = error;
    const isOfTls = /^ERR_(SSL|TLS)_/.test(code);
    if (!socket.writable || code === "ECONNRESET" || isOfTls || this.#isBeingAnswered(socket))
      socket.destroy();
    else endWith(socket, STATUSES[code] ?? 400);
  }

  /** A body may turn out to be malformed when a part of the answer is sent already. */
  #isBeingAnswered(socket: Duplex): boolean {
    const answer = this.#answers.get(socket);
    return answer !== undefined && answer.headersSent && !answer.writableFinished;
  }
}

/** The certificate that a client gets to see which names a server. */
function chooser(tls: ListenerTls) {
  return (name: string, done: (error: Error | null, context?: SecureContext) => void): void => {
    tls.contextFor(name).then((context) => done(null, context), done);
  };
}

const STATUSES: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

function refuseUpgrade(_request: IncomingMessage, socket: Duplex): void {
  endWith(socket, 501);
}

function refuseConnect(_request: IncomingMessage, socket: Duplex): void {
  endWith(socket, 405);
}

function endWith(socket: Duplex, status: number): void {
  socket.on("error", () => socket.destroy());
  socket.end(rawPage(status, new Date()));
}
