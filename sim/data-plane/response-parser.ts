/** An incremental parser of HTTP/1.1 responses (RFC 9112), for connections on which Node's own client costs too much. */

export interface ResponseHead {
  readonly status: number;
  readonly statusText: string;
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[];
  /** Whether the connection can take another request after this response. */
  readonly keepAlive: boolean;
  /** Length of the body, where the head tells it. */
  readonly contentLength?: number;
}

/** Receives the parts of one response. */
export interface ResponseSink {
  onHead(head: ResponseHead): void;
  onBody(chunk: Buffer): void;
  /** The response is complete. */
  onEnd(): void;
}

/** Longest status line and headers together, in bytes. */
const MAX_HEAD_BYTES = 65_536;
/** Longest line that says a chunk's size, in bytes. */
const MAX_CHUNK_LINE_BYTES = 1024;
const HEAD_END = Buffer.from("\r\n\r\n");

type State = "idle" | "head" | "length" | "close" | "chunk-size" | "chunk-data" | "chunk-end" | "trailer";

/** The peer sent something that is not an HTTP/1.1 response. */
export class MalformedResponse extends Error {
  constructor(reason: string) {
    super(`malformed HTTP response: ${reason}`);
    this.name = "MalformedResponse";
  }
}

export class ResponseParser {
  #state: State = "idle";
  #sink: ResponseSink | undefined;
  #bodyless = false;
  #pending: Buffer = Buffer.alloc(0);
  #remaining = 0;

  /** Prepares for the response to a request. @param method of the request: HEAD has no body in the response. */
  expect(method: string, sink: ResponseSink): void {
    this.#state = "head";
    this.#sink = sink;
    this.#bodyless = method === "HEAD";
  }

  /** @throws MalformedResponse */
  feed(data: Buffer): void {
    let rest = this.#pending.length === 0 ? data : Buffer.concat([this.#pending, data]);
    this.#pending = Buffer.alloc(0);
    while (rest.length > 0) {
      const used = this.#step(rest);
      if (used === 0) {
        this.#pending = rest;
        return;
      }
      rest = rest.subarray(used);
    }
  }

  /** The peer closed the connection. @returns whether that ended a response whose length nobody told. */
  close(): boolean {
    if (this.#state !== "close") return false;
    this.#end();
    return true;
  }

  /** @returns how many bytes were used; 0 when more are needed. */
  #step(data: Buffer): number {
    switch (this.#state) {
      case "idle":
        throw new MalformedResponse("data without a request");
      case "head":
        return this.#head(data);
      case "length":
      case "chunk-data":
        return this.#counted(data);
      case "close":
        this.#sink!.onBody(data);
        return data.length;
      default:
        return this.#line(data);
    }
  }

  #head(data: Buffer): number {
    const end = data.indexOf(HEAD_END);
    if (end < 0 || end > MAX_HEAD_BYTES) {
      if (data.length > MAX_HEAD_BYTES) throw new MalformedResponse("head too long");
      return 0;
    }
    const head = parseHead(data.toString("latin1", 0, end));
    // 1xx responses come before the real one.
    if (head.status >= 200) this.#begin(head);
    return end + HEAD_END.length;
  }

  #begin(head: ParsedHead): void {
    const empty = this.#bodyless || head.status === 204 || head.status === 304;
    this.#remaining = head.contentLength ?? 0;
    if (empty) this.#state = "idle";
    else if (head.chunked) this.#state = "chunk-size";
    else if (head.contentLength === undefined) this.#state = "close";
    else this.#state = head.contentLength === 0 ? "idle" : "length";
    this.#sink!.onHead(this.#state === "close" ? { ...head, keepAlive: false } : head);
    if (this.#state === "idle") this.#end();
  }

  /** Bytes of which the number is known. */
  #counted(data: Buffer): number {
    const count = Math.min(data.length, this.#remaining);
    this.#remaining -= count;
    const last = this.#remaining === 0;
    this.#sink!.onBody(count === data.length ? data : data.subarray(0, count));
    if (last) {
      if (this.#state === "length") this.#end();
      else this.#state = "chunk-end";
    }
    return count;
  }

  /** The lines around the data of a chunked body. */
  #line(data: Buffer): number {
    const end = data.indexOf("\r\n");
    if (end < 0) {
      if (data.length > MAX_CHUNK_LINE_BYTES) throw new MalformedResponse("chunk line too long");
      return 0;
    }
    if (this.#state === "chunk-end") {
      if (end !== 0) throw new MalformedResponse("chunk longer than its size");
      this.#state = "chunk-size";
    } else if (this.#state === "trailer") {
      if (end === 0) this.#end();
    } else {
      const size = /^[0-9a-f]{1,8}(?=$|[;\s])/i.exec(data.toString("latin1", 0, end))?.[0];
      if (size === undefined) throw new MalformedResponse("bad chunk size");
      this.#remaining = Number.parseInt(size, 16);
      this.#state = this.#remaining === 0 ? "trailer" : "chunk-data";
    }
    return end + 2;
  }

  #end(): void {
    const sink = this.#sink!;
    this.#state = "idle";
    this.#sink = undefined;
    sink.onEnd();
  }
}

interface ParsedHead extends ResponseHead {
  readonly chunked: boolean;
}

function parseHead(text: string): ParsedHead {
  let lineEnd = text.indexOf("\r\n");
  if (lineEnd < 0) lineEnd = text.length;
  const match = /^HTTP\/1\.([01]) (\d{3})(?: (.*))?$/.exec(text.slice(0, lineEnd));
  if (match === null) throw new MalformedResponse("bad status line");
  const rawHeaders: string[] = [];
  let contentLength: number | undefined;
  let chunked = false;
  let keepAlive = match[1] === "1";
  for (let start = lineEnd + 2; start < text.length; start = lineEnd + 2) {
    lineEnd = text.indexOf("\r\n", start);
    if (lineEnd < 0) lineEnd = text.length;
    const colon = text.indexOf(":", start);
    if (colon <= start || colon > lineEnd) throw new MalformedResponse("bad header");
    const name = text.slice(start, colon);
    const value = text.slice(colon + 1, lineEnd).trim();
    rawHeaders.push(name, value);
    // Only three headers matter here; their lengths tell most others apart without a conversion.
    if (name.length === 14 && name.toLowerCase() === "content-length") {
      if (!/^\d{1,15}$/.test(value)) throw new MalformedResponse("bad content-length");
      contentLength = Number(value);
    } else if (name.length === 17 && name.toLowerCase() === "transfer-encoding") {
      chunked = value.toLowerCase().endsWith("chunked");
    } else if (name.length === 10 && name.toLowerCase() === "connection") {
      if (/(?:^|,)\s*close\s*(?:,|$)/i.test(value)) keepAlive = false;
    }
  }
  return {
    status: Number(match[2]),
    statusText: match[3] ?? "",
    rawHeaders,
    keepAlive,
    chunked,
    ...(contentLength === undefined || chunked ? {} : { contentLength }),
  };
}
