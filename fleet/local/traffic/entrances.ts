import { defined } from "../../../components/shared/defined.ts";
import type { AccessLogEntry } from "../../../sim/data-plane/access-log.ts";
import type { DataPlane, RunningListener } from "../../../sim/data-plane/data-plane.ts";
import { UserError } from "../../project/errors.ts";

/** A load balancer on loopback, once for each address from which requests come; the first one stays after the test. */
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
   * The URL for requests from an address.
   *
   * @param port on 127.0.0.1. Default: a free one.
   * @throws UserError when the load balancer does not answer.
   */
  async urlFor(clientAddress: string, port?: number): Promise<string> {
    const open = this.#open.get(clientAddress) ?? (await this.#listen(clientAddress, port));
    this.#open.set(clientAddress, open);
    return open.url;
  }

  /** Ends the test. @returns what the load balancer noted of its requests. */
  async endTest(): Promise<readonly AccessLogEntry[]> {
    const [, ...others] = this.#open.values();
    await Promise.all(others.map((listener) => listener.close()));
    const log = this.#log ?? [];
    this.#log = undefined;
    return log;
  }

  async #listen(clientAddress: string, port: number | undefined): Promise<RunningListener> {
    try {
      return await this.#dataPlane.listen({
        loadBalancerArn: this.#loadBalancerArn,
        clientAddress,
        accessLog: (entry) => this.#log?.push(entry),
        ...defined({ port }),
      });
    } catch (error) {
      throw new UserError((error as Error).message);
    }
  }
}
