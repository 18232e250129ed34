import { createServer, type Server as NetServer, type Socket } from "node:net";
import type { Server as HttpsServer } from "node:https";
import type { SecureContextOptions } from "node:tls";
import type { ListenerTls } from "./listener-tls.ts";

/**
 * Lets connections in to an HTTPS server, each after what the listener shows at that moment is ready. The server itself does not
 * listen: it would show what it began with to clients that name no server.
 */
export class Entrance {
  readonly server: NetServer;
  readonly #https: HttpsServer;
  readonly #tls: ListenerTls;
  readonly #sockets = new Set<Socket>();
  #shown: SecureContextOptions | undefined;

  constructor(https: HttpsServer, tls: ListenerTls) {
    this.#https = https;
    this.#tls = tls;
    this.server = createServer({ noDelay: true }, (socket) => void this.#admit(socket));
  }

  /** Cuts all connections, those too that are not secured yet. */
  closeAllConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #admit(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    // Until the server has it, nobody else hears of its errors.
    socket.on("error", () => socket.destroy());
    const shown = await this.#tls.byDefault().catch(() => undefined);
    if (shown === undefined) {
      socket.destroy();
      return;
    }
    if (shown !== this.#shown) this.#https.setSecureContext(shown);
    this.#shown = shown;
    this.#https.emit("connection", socket);
  }
}
