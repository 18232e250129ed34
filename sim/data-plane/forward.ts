/** Carries one request from a client to a target and the answer back. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ConnectionPool } from "./connection-pool.ts";
import type { Exchange, HttpConnection } from "./http-connection.ts";
import { bodyOf, type RequestBody } from "./request-body.ts";
import type { ResponseHead } from "./response-parser.ts";
import { setsCookie } from "./stickiness.ts";

/** What the load balancer changes in the answer. */
export interface ResponseChanges {
  /** Whether the header `Server` stays. */
  readonly server: boolean;
  /** Headers that are set in place of the target's. */
  readonly set: readonly (readonly [string, string])[];
  /** Cookies that are added. */
  readonly cookies: readonly string[];
  /** Cookies that are added where the target sets the application's cookie. */
  readonly withApplicationCookie?: { readonly name: string; readonly cookie: string };
}

/** 502 for a broken connection, 504 for a silent target, 408 for a client that does not finish its request. */
export type Failure = 408 | 502 | 504;

export interface ForwardOptions {
  /** Request line and headers for the target. */
  readonly head: string;
  readonly changes: ResponseChanges;
  /** The target or the client may be silent for this long, in milliseconds. */
  readonly idleTimeoutMs: number;
  /** Nothing could be answered. */
  onFailure(status: Failure): void;
  /** Called once, when the exchange is over, however it ended. */
  onDone(): void;
}

/** Up to this length a copy costs less than a second write, in bytes. */
const LARGEST_TEXT_BYTES = 16_384;

const NOT_PASSED_ON = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Sends the request to a target over its pool, and the response to the client, streaming both. */
export function forward(
  pool: ConnectionPool,
  request: IncomingMessage,
  response: ServerResponse,
  options: ForwardOptions,
): void {
  new ForwardedExchange(pool.take(), request, response, options).start();
}

class ForwardedExchange implements Exchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #options: ForwardOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #connection: HttpConnection;
  readonly #body: RequestBody | undefined;
  #bodyLeft = Number.POSITIVE_INFINITY;
  #lastChunk: Buffer | undefined;
  #over = false;

  constructor(
    connection: HttpConnection,
    request: IncomingMessage,
    response: ServerResponse,
    options: ForwardOptions,
  ) {
    this.#connection = connection;
    this.#request = request;
    this.#response = response;
    this.#options = options;
    this.#body = bodyOf(request);
    this.#timer = setTimeout(
      () => this.#giveUp(this.#body?.awaitsClient === true ? 408 : 504),
      options.idleTimeoutMs,
    );
    response.once("close", () => this.#clientLeft());
  }

  start(): void {
    const method = this.#request.method ?? "GET";
    const hasBody = this.#body !== undefined;
    this.#connection.send({ method, head: this.#options.head, hasBody }, this);
    // The target may have answered already.
    if (!this.#over) this.#body?.sendTo(this.#connection, () => this.#timer.refresh());
  }

  onHead(head: ResponseHead): void {
    this.#timer.refresh();
    if (head.contentLength !== undefined && this.#request.method !== "HEAD")
      this.#bodyLeft = head.contentLength;
    const { statusText } = head;
    this.#response.writeHead(head.status, statusText, this.#headers(head));
  }

  onBody(chunk: Buffer): void {
    this.#timer.refresh();
    this.#bodyLeft -= chunk.length;
    if (this.#bodyLeft === 0) {
      this.#lastChunk = chunk;
    } else if (!this.#response.write(chunk)) {
      this.#connection.pause();
      this.#response.once("drain", () => this.#connection.resume());
    }
  }

  onEnd(): void {
    // Answers of one turn of the event loop go out together: a client that has begun to read them is awake for the
    // others, and to wake it up for each one takes longer than all else here.
    setImmediate(() => this.#endResponse());
    this.#finish();
  }

  onError(): void {
    this.#giveUp(502);
  }

  /** A short last chunk goes out in one write with what is before it; Node does so for text only. */
  #endResponse(): void {
    const chunk = this.#lastChunk;
    if (chunk === undefined || chunk.length > LARGEST_TEXT_BYTES) this.#response.end(chunk);
    else this.#response.end(chunk.toString("latin1"), "latin1");
  }

  #headers({ rawHeaders }: ResponseHead): string[] {
    const { server, set, cookies, withApplicationCookie } = this.#options.changes;
    const headers: string[] = [];
    for (let index = 0; index < rawHeaders.length; index += 2) {
      const name = rawHeaders[index]!;
      const lower = name.toLowerCase();
      if (NOT_PASSED_ON.has(lower)) continue;
      if ((lower === "server" && !server) || set.some(([own]) => own === lower)) continue;
      headers.push(name, rawHeaders[index + 1]!);
    }
    for (const [name, value] of set) headers.push(name, value);
    for (const cookie of cookies) headers.push("Set-Cookie", cookie);
    if (withApplicationCookie !== undefined && setsCookie(rawHeaders, withApplicationCookie.name)) {
      headers.push("Set-Cookie", withApplicationCookie.cookie);
    }
    // Node would add how long it keeps the connection, which AWS does not tell.
    if (this.#response.shouldKeepAlive) headers.push("Connection", "keep-alive");
    return headers;
  }

  /** The client is gone before it had the whole answer. */
  #clientLeft(): void {
    if (this.#over) return;
    this.#connection.destroy();
    this.#finish();
  }

  #giveUp(status: Failure): void {
    if (this.#over) return;
    this.#finish();
    this.#connection.destroy();
    if (this.#response.headersSent) this.#response.destroy();
    else this.#options.onFailure(status);
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#body?.stop();
    this.#options.onDone();
  }
}
