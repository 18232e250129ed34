import type { Duplex } from "node:stream";
import { ResponseParser, type ResponseHead, type ResponseSink } from "./response-parser.ts";

/** Receives one response, or the reason why there is none. */
export interface Exchange extends ResponseSink {
  /** The connection failed or was closed before the response was complete. */
  onError(error: Error): void;
}

/** A kept-alive HTTP/1.1 connection that carries one request at a time. */
export class HttpConnection {
  readonly #socket: Duplex;
  readonly #parser = new ResponseParser();
  #exchange: Exchange | undefined;
  #reusable = true;
  #onIdle: (() => void) | undefined;

  constructor(socket: Duplex) {
    this.#socket = socket;
    this.#socket.on("data", (data: Buffer) => this.#receive(data));
    this.#socket.on("error", (error) => this.#fail(error));
    // The peer has closed its side.
    this.#socket.on("end", () => this.#socket.destroy());
    this.#socket.on("close", () => {
      this.#reusable = false;
      if (!this.#parser.close()) this.#fail(new Error("connection closed before the response was complete"));
    });
  }

  /** Whether the connection can take another request. */
  get reusable(): boolean {
    return this.#reusable && !this.#socket.destroyed;
  }

  /**
   * Sends a request.
   *
   * @param head request line and headers, with the empty line after them.
   * @param onIdle called when the connection is free for the next request.
   */
  send(method: string, head: string, exchange: Exchange, onIdle?: () => void): void {
    this.#exchange = exchange;
    this.#onIdle = onIdle;
    this.#parser.expect(method, {
      onHead: (received: ResponseHead) => {
        if (!received.keepAlive) this.#reusable = false;
        exchange.onHead(received);
      },
      onBody: (chunk) => {
        // A body may go on arriving after its reader gave up.
        if (this.#exchange === exchange) exchange.onBody(chunk);
      },
      onEnd: () => this.#finish(exchange),
    });
    this.#socket.write(head, "latin1");
  }

  /** Sends a part of the request's body. @returns false when the peer does not keep up; see {@link onDrain}. */
  write(chunk: Buffer | string): boolean {
    return this.#socket.write(chunk);
  }

  /** Calls back once, when more of the body can be sent. */
  onDrain(callback: () => void): void {
    this.#socket.once("drain", callback);
  }

  /** Stops reading, as long as the response's reader does not keep up. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Cuts the connection; a running exchange gets an error. */
  destroy(): void {
    this.#reusable = false;
    this.#socket.destroy();
  }

  #receive(data: Buffer): void {
    try {
      this.#parser.feed(data);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
      this.destroy();
    }
  }

  #finish(exchange: Exchange): void {
    const onIdle = this.#onIdle;
    this.#exchange = undefined;
    this.#onIdle = undefined;
    if (!this.#reusable) this.#socket.destroy();
    exchange.onEnd();
    onIdle?.();
  }

  #fail(error: Error): void {
    this.#reusable = false;
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.onError(error);
  }
}
