/** The body of a client's request on its way to a target. */
import type { IncomingMessage } from "node:http";
import type { HttpConnection } from "./http-connection.ts";

/** The body of a request; undefined when it has none. */
export function bodyOf(request: IncomingMessage): RequestBody | undefined {
  const { headers } = request;
  if (headers["transfer-encoding"] !== undefined) return new RequestBody(request, undefined);
  const length = Number(headers["content-length"] ?? 0);
  return length > 0 ? new RequestBody(request, length) : undefined;
}

export class RequestBody {
  readonly #request: IncomingMessage;
  /** Bytes to come; undefined when the body comes in chunks. */
  #left: number | undefined;
  #sent = false;
  #stopped = false;
  #awaitsTarget = false;

  constructor(request: IncomingMessage, length: number | undefined) {
    this.#request = request;
    this.#left = length;
  }

  /** Whether the client owes the next part. */
  get awaitsClient(): boolean {
    return !this.#sent && !this.#awaitsTarget;
  }

  /** Sends all parts as they come, at the pace of the target. @param onPart called for each of them. */
  sendTo(connection: HttpConnection, onPart: () => void): void {
    this.#request.on("data", (chunk: Buffer) => {
      if (this.#stopped) return;
      onPart();
      if (!this.#write(connection, chunk)) this.#pause(connection);
    });
    this.#request.on("end", () => {
      if (this.#stopped || this.#sent) return;
      this.#sent = true;
      connection.endBody("0\r\n\r\n");
    });
  }

  /** Sends no more. What the client still sends is read and dropped: its next request comes after it. */
  stop(): void {
    this.#stopped = true;
    this.#request.resume();
  }

  /** @returns whether the target keeps up. */
  #write(connection: HttpConnection, chunk: Buffer): boolean {
    if (this.#left === undefined) {
      connection.write(`${chunk.length.toString(16)}\r\n`);
      connection.write(chunk);
      return connection.write("\r\n");
    }
    this.#left -= chunk.length;
    if (this.#left > 0) return connection.write(chunk);
    this.#sent = true;
    connection.endBody(chunk);
    return true;
  }

  #pause(connection: HttpConnection): void {
    if (this.#stopped) return;
    this.#awaitsTarget = true;
    this.#request.pause();
    connection.onDrain(() => {
      this.#awaitsTarget = false;
      this.#request.resume();
    });
  }
}
