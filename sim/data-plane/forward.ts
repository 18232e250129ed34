/** Hands one request to the program of a target, and its answer to the client. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpRequest, HttpResponse } from "../kubernetes/types.ts";
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

export interface ForwardOptions {
  /** The request target for the target: `/path?query`. */
  readonly target: string;
  /** Headers for the target. */
  readonly headers: Readonly<Record<string, string>>;
  readonly changes: ResponseChanges;
  /** Asks the target; undefined when the connection ends without an answer. */
  ask(request: HttpRequest): HttpResponse | undefined;
  /** There is no answer. */
  onFailure(): void;
  /** Called once, when the exchange is over, however it ended. */
  onDone(): void;
}

const NOT_PASSED_ON = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-authenticate",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * The target answers as soon as it has the head of the request: programs in simulated pods do not read bodies. What the
 * client still sends is read and dropped: its next request comes after it.
 */
export function forward(request: IncomingMessage, response: ServerResponse, options: ForwardOptions): void {
  response.once("close", options.onDone);
  request.resume();
  const { method = "GET" } = request;
  const answer = options.ask({ method, path: options.target, headers: options.headers });
  if (answer === undefined) {
    options.onFailure();
    return;
  }
  response.writeHead(answer.status, headersOf(answer, options.changes, response.shouldKeepAlive));
  // Answers of one turn of the event loop go out together: a client that has begun to read them is awake for the others,
  // and to wake it up for each one takes longer than all else here.
  setImmediate(() => response.end(answer.body));
}

function headersOf(answer: HttpResponse, changes: ResponseChanges, keepAlive: boolean): string[] {
  const { server, set, cookies, withApplicationCookie } = changes;
  const headers: string[] = [];
  for (const [name, value] of Object.entries(answer.headers)) {
    const lower = name.toLowerCase();
    if (NOT_PASSED_ON.has(lower)) continue;
    if ((lower === "server" && !server) || set.some(([own]) => own === lower)) continue;
    headers.push(name, value);
  }
  headers.push("content-length", String(Buffer.byteLength(answer.body)));
  for (const [name, value] of set) headers.push(name, value);
  for (const cookie of cookies) headers.push("Set-Cookie", cookie);
  if (withApplicationCookie !== undefined && setsCookie(answer.headers, withApplicationCookie.name)) {
    headers.push("Set-Cookie", withApplicationCookie.cookie);
  }
  // Node would add how long it keeps the connection, which AWS does not tell.
  if (keepAlive) headers.push("Connection", "keep-alive");
  return headers;
}
