import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpRequest, HttpResponse } from "../kubernetes/types.ts";

/** Finds the program that answers now; undefined when there is none any more. */
export type FindProgram = () => ((request: HttpRequest) => HttpResponse) | undefined;

/** A real HTTP server on loopback for a program in a simulated pod. */
export class PodServer {
  readonly #findProgram: FindProgram;
  readonly #server: Server;
  #listening: Promise<number> | undefined;

  constructor(findProgram: FindProgram) {
    this.#findProgram = findProgram;
    // Only the load balancer's side connects, which limits and times requests out; here nothing ends by itself.
    this.#server = createServer(
      { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, noDelay: true },
      (request, response) => this.#answer(request, response),
    );
  }

  /** The port on 127.0.0.1. */
  async port(): Promise<number> {
    this.#listening ??= new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", () => resolve((this.#server.address() as AddressInfo).port));
    });
    return this.#listening;
  }

  /** Ends it at once; requests that it has not answered yet are cut off. */
  async close(): Promise<void> {
    await this.#listening;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
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
