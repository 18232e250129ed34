import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { duplexPair, type Duplex } from "node:stream";
import type { HttpRequest, HttpResponse } from "../kubernetes/types.ts";

/** Finds the program that answers now; undefined when there is none any more. */
export type FindProgram = () => ((request: HttpRequest) => HttpResponse) | undefined;

/** More than the load balancer lets through, with the headers that it adds. */
const MAX_HEAD_BYTES = 131_072;

/**
 * A real HTTP server for a program in a simulated pod. It has no port of this machine: connections to it are made in
 * memory, in less than half of the time, and nobody else can make one.
 */
export class PodServer {
  readonly #findProgram: FindProgram;
  readonly #server: Server;
  readonly #connections = new Set<Duplex>();

  constructor(findProgram: FindProgram) {
    this.#findProgram = findProgram;
    // Only the load balancer's side connects, which limits and times requests out; here nothing ends by itself.
    this.#server = createServer(
      { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, maxHeaderSize: MAX_HEAD_BYTES },
      (request, response) => this.#answer(request, response),
    );
  }

  /** A new connection to it. */
  connect(): Duplex {
    const [near, far] = duplexPair();
    this.#connections.add(far);
    far.once("close", () => this.#connections.delete(far));
    // A side that is destroyed only ends the other one, which would then wait for it for ever.
    near.once("close", () => far.destroy());
    this.#server.emit("connection", far);
    return near;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Ends it at once; requests that it has not answered yet are cut off. */
  close(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    let answer: HttpResponse | undefined;
    try {
      answer = this.#findProgram()?.({
        method: request.method ?? "GET",
        path: request.url ?? "/",
        headers: singleValues(request.headers),
      });
    } catch {
      answer = undefined;
    }
    if (answer === undefined) {
      // The program is gone, or broke down over the request: the connection ends without an answer.
      request.socket.destroy();
      return;
    }
    const { status, headers, body } = answer;
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
    response.end(body);
  }
}

function singleValues(headers: IncomingHttpHeaders): Record<string, string> {
  const single: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) single[name] = typeof value === "string" ? value : value.join(", ");
  }
  return single;
}
