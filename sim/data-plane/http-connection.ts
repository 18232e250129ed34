import type { Duplex } from "node:stream";
import { ResponseParser, type ResponseHead, type ResponseSink } from "./response-parser.ts";

/** Receives one response, or the reason why there is none. */
export interface Exchange extends ResponseSink {
  /** The connection failed or was closed before the response was complete. */
  onError(error: Error): void;
}

/** What is sent on a connection. */
export interface OutgoingRequest {
  readonly method: string;
  /** Request line and headers, with the empty line after them. */
  readonly head: string;
  /** Whether a body follows, which ends with {@link HttpConnection.endBody}. */
  readonly hasBody: boolean;
}

/** A kept-alive HTTP/1.1 connection that carries one request at a time. */
export class HttpConnection {
  readonly #socket: Duplex;
  readonly #onOver: (connection: HttpConnection) => void;
  readonly #parser = new ResponseParser();
  #exchange: Exchange | undefined;
  #bodyOpen = false;
  #reusable = true;

  /** @param onOver called when an exchange is over; {@link reusable} tells whether there can be another one. */
  constructor(socket: Duplex, onOver: (connection: HttpConnection) => void) {
    this.#socket = socket;
    this.#onOver = onOver;
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

  /** Sends a request. The answer may come before this returns. */
  send({ method, head, hasBody }: OutgoingRequest, exchange: Exchange): void {
    this.#exchange = exchange;
    this.#bodyOpen = hasBody;
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

  /** Sends the last part of the request's body. */
  endBody(chunk: Buffer | string): void {
    this.#bodyOpen = false;
    this.#socket.write(chunk);
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
    // A peer that answers before it has the whole request would take the rest of it for the next one.
    if (this.#bodyOpen) this.#reusable = false;
    if (!this.#reusable) this.#socket.destroy();
    this.#exchange = undefined;
    exchange.onEnd();
    this.#onOver(this);
  }

  #fail(error: Error): void {
    this.#reusable = false;
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    this.#exchange = undefined;
    exchange.onError(error);
    this.#onOver(this);
  }
}
