import type { IncomingMessage } from "node:http";
import type { RequestFacts } from "./conditions.ts";

/** What rules look at, worked out of a request when first asked for. */
export class IncomingFacts implements RequestFacts {
  readonly method: string;
  readonly path: string;
  readonly queryText: string;
  readonly headers: IncomingMessage["headers"];
  readonly clientAddress: string;
  readonly bodyBytes: number | undefined;
  #query: URLSearchParams | undefined;
  #host: string | undefined;

  /** @param target the request target: `/path?query`. */
  constructor(request: IncomingMessage, target: string, clientAddress: string) {
    const mark = target.indexOf("?");
    this.method = request.method ?? "GET";
    this.path = mark < 0 ? target : target.slice(0, mark);
    this.queryText = mark < 0 ? "" : target.slice(mark + 1);
    this.headers = request.headers;
    this.clientAddress = clientAddress;
    const isChunked = this.headers["transfer-encoding"] !== undefined;
    this.bodyBytes = isChunked ? undefined : Number(this.headers["content-length"] ?? 0);
  }

  get query(): URLSearchParams {
    return (this.#query ??= new URLSearchParams(this.queryText));
  }

  /** `Host` without the port, in lower case. */
  get host(): string {
    return (this.#host ??= (this.headers.host ?? "").replace(/:\d+$/, "").toLowerCase());
  }
}
