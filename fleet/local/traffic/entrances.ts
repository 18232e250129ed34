import { defined } from "../../../components/shared/defined.ts";
import type { AccessLogEntry } from "../../../sim/data-plane/access-log.ts";
import type { DataPlane, RunningListener } from "../../../sim/data-plane/data-plane.ts";
import { UserError } from "../../project/errors.ts";
import type { Door } from "./doors.ts";

/** A load balancer on loopback: each of its doors once for each address from which requests come. */
export class Entrances {
  readonly #dataPlane: DataPlane;
  readonly #loadBalancerArn: string;
  readonly #open = new Map<string, RunningListener>();
  #log: AccessLogEntry[] | undefined = [];

  constructor(dataPlane: DataPlane, loadBalancerArn: string) {
    this.#dataPlane = dataPlane;
    this.#loadBalancerArn = loadBalancerArn;
  }

  /**
   * The URL of a door for requests from an address.
   *
   * @param port on 127.0.0.1. Default: a free one.
   * @throws UserError when the load balancer does not answer.
   */
  async urlFor(door: Door, clientAddress: string, port?: number): Promise<string> {
    const key = keyOf(door, clientAddress);
    const open = this.#open.get(key) ?? (await this.#listen(door, clientAddress, port));
    this.#open.set(key, open);
    return open.url;
  }

  /** Who has signed the certificates, as PEM; undefined without HTTPS. */
  certificateAuthority(): Promise<string | undefined> {
    return this.#dataPlane.certificateAuthority();
  }

  /** @returns what the load balancer has noted of its requests; it notes no more. */
  takeLog(): readonly AccessLogEntry[] {
    const log = this.#log ?? [];
    this.#log = undefined;
    return log;
  }

  /** Closes all but the usual entrance of each door. */
  async closeOthers(doors: readonly Door[]): Promise<void> {
    const usual = doors.map((door) => keyOf(door, door.origins.addresses[0]));
    const others = [...this.#open].filter(([key]) => !usual.includes(key));
    await Promise.all(others.map(([, listener]) => listener.close()));
  }

  async #listen(
    { port: listenerPort }: Door,
    clientAddress: string,
    port?: number,
  ): Promise<RunningListener> {
    try {
      return await this.#dataPlane.listen({
        loadBalancerArn: this.#loadBalancerArn,
        listenerPort,
        clientAddress,
        accessLog: (entry) => this.#log?.push(entry),
        ...defined({ port }),
      });
    } catch (error) {
      throw new UserError((error as Error).message);
    }
  }
}

function keyOf({ port }: Door, clientAddress: string): string {
  return `${port} ${clientAddress}`;
}
