import type { IncomingMessage, ServerResponse } from "node:http";
import type { ListenerRecord, LoadBalancerRecord } from "../aws/elbv2/records.ts";
import { elbv2State } from "../aws/elbv2/state.ts";
import type { Cloud } from "../core/cloud.ts";
import type { AccessLogEntry } from "./access-log.ts";
import { isApplicationListener } from "./application-listener.ts";
import { listenersOf, wayIn } from "./entrance.ts";
import { ListenerServer } from "./listener-server.ts";
import { NetworkRouter } from "./network-router.ts";
import { compileNetworkListener } from "./network-table.ts";
import { RequestRouter } from "./request-router.ts";
import { compileListener } from "./routing-table.ts";
import { Authority } from "./tls/authority.ts";
import { ListenerTls } from "./tls/listener-tls.ts";
import { TrafficRevision } from "./traffic-revision.ts";

export interface ListenOptions {
  readonly loadBalancerArn: string;
  /** The listener's own port. Default: that of the load balancer's first HTTP listener, else of its first one. */
  readonly listenerPort?: number;
  /** Port on 127.0.0.1. Default: a free one. */
  readonly port?: number;
  /**
   * The address from which requests come, for security groups, source-ip conditions and X-Forwarded-For. Default:
   * 127.0.0.1.
   */
  readonly clientAddress?: string;
  /** Is told of each request that is answered, before its answer is sent. */
  readonly accessLog?: (entry: AccessLogEntry) => void;
}

/** A listener that answers on loopback. */
export interface RunningListener {
  /** `http://127.0.0.1:34567`, `https://...` */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface DataPlaneOptions {
  /** How long the load balancer waits for a connection to a target, in milliseconds. Default: 10,000, as on AWS. */
  readonly connectTimeoutMs?: number;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-504-issues */
const CONNECT_TIMEOUT_MS = 10_000;

/** Fixed for TLS: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#connection-idle-timeout */
const TLS_IDLE_SECONDS = 350;

/** Where connections come from that are not said to come from elsewhere. */
const LOOPBACK = "127.0.0.1";

/**
 * The HTTP side of the simulated load balancers: each listener is a real HTTP or HTTPS server on loopback, which asks
 * the programs in the pods itself. What goes where follows from the cloud's present state. Of Network Load Balancers too
 * only connections that carry HTTP are served.
 */
export class DataPlane {
  readonly #cloud: Cloud;
  readonly #connectTimeoutMs: number;
  readonly #listeners = new Set<RunningListener>();
  readonly #revision: TrafficRevision;
  #present: string | undefined;
  #authority: Promise<Authority> | undefined;

  constructor(cloud: Cloud, options: DataPlaneOptions = {}) {
    this.#cloud = cloud;
    this.#connectTimeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
    this.#revision = new TrafficRevision(cloud);
  }

  /**
   * Starts to answer for one listener of a load balancer.
   *
   * @throws Error when there is no such listener, the load balancer is not active, no certificate is issued, or the port is
   *   in use; NotSimulated for mutual TLS and UDP.
   */
  async listen(options: ListenOptions): Promise<RunningListener> {
    const listener = this.#findListener(options);
    const loadBalancer = elbv2State(this.#cloud).loadBalancers.get(options.loadBalancerArn);
    if (loadBalancer.state !== "active") {
      throw new Error(
        `load balancer ${loadBalancer.name} is ${loadBalancer.state}: it answers when it is active`,
      );
    }
    const onRequest = this.#requestHandler(listener, options);
    const tls = await this.#tlsOf(listener);
    const server = new ListenerServer({
      port: options.port,
      tls,
      idleTimeoutMs: idleTimeoutMs(listener, loadBalancer),
      onRequest,
      accepts: (clientAddress) => this.#accepts(listener, options.clientAddress ?? clientAddress),
    });
    const port = await server.listen();
    const running: RunningListener = {
      url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
      port,
      close: async () => {
        this.#listeners.delete(running);
        await server.close();
      },
    };
    this.#listeners.add(running);
    return running;
  }

  /** The certificate, as PEM, of who has signed those of HTTPS listeners; undefined as long as none answers. */
  async certificateAuthority(): Promise<string | undefined> {
    return (await this.#authority)?.certificate;
  }

  /** Closes all listeners. */
  async close(): Promise<void> {
    this.#revision.stop();
    await Promise.all([...this.#listeners].map((listener) => listener.close()));
  }

  #findListener({ loadBalancerArn, listenerPort }: ListenOptions): ListenerRecord {
    const loadBalancer = elbv2State(this.#cloud).loadBalancers.get(loadBalancerArn);
    const { name } = loadBalancer;
    const wanted = listenersOf(this.#cloud, loadBalancer).filter(
      ({ port }) => listenerPort === undefined || port === listenerPort,
    );
    const found = wanted.find(({ protocol }) => protocol === "HTTP") ?? wanted[0];
    if (found !== undefined) return found;
    throw new Error(
      listenerPort === undefined
        ? `load balancer ${name} has no listener`
        : `load balancer ${name} has no listener on port ${listenerPort}`,
    );
  }

  async #tlsOf({ arn, port, protocol }: ListenerRecord): Promise<ListenerTls | undefined> {
    if (protocol !== "HTTPS" && protocol !== "TLS") return undefined;
    const tls = new ListenerTls(this.#cloud, arn, () => (this.#authority ??= Authority.create()));
    if ((await tls.byDefault()) !== undefined) return tls;
    throw new Error(
      `the listener on port ${port} has no certificate that is issued: it answers when it has one`,
    );
  }

  /** What becomes of requests to a listener. */
  #requestHandler(listener: ListenerRecord, { clientAddress, accessLog }: ListenOptions): RequestListener {
    const common = { cloud: this.#cloud, connectTimeoutMs: this.#connectTimeoutMs, accessLog };
    if (isApplicationListener(listener)) {
      const router = new RequestRouter({ ...common, clientAddress });
      return this.#routed(router, () => compileListener(this.#cloud, listener.arn));
    }
    const compile = () => compileNetworkListener(this.#cloud, listener.arn, clientAddress ?? LOOPBACK);
    compile();
    return this.#routed(new NetworkRouter(common), compile);
  }

  /** @param compile makes the table of a listener, as often as the cloud has changed; undefined where it is gone. */
  #routed<T>(router: Router<T>, compile: () => T | undefined): RequestListener {
    let compiledFor: string | undefined;
    let table: T | undefined;
    return (request, response) => {
      const revision = this.#presentRevision();
      if (revision !== compiledFor) {
        compiledFor = revision;
        table = compile();
      }
      // A deleted load balancer has no address any more.
      if (table === undefined) request.socket.destroy();
      else router.route(table, request, response);
    };
  }

  /** Looked up once per turn of the event loop: nothing that comes in later belongs to an earlier turn. */
  #presentRevision(): string {
    if (this.#present === undefined) {
      this.#present = this.#revision.current;
      setImmediate(() => {
        this.#present = undefined;
      });
    }
    return this.#present;
  }

  #accepts({ loadBalancerArn, port }: ListenerRecord, clientAddress: string): boolean {
    const loadBalancer = elbv2State(this.#cloud).loadBalancers.find(loadBalancerArn);
    // A deleted load balancer takes no requests, which is seen when one comes.
    if (loadBalancer === undefined) return true;
    return wayIn(this.#cloud, loadBalancer, { address: clientAddress }, port).allowed;
  }
}

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

interface Router<T> {
  route(table: T, request: IncomingMessage, response: ServerResponse): void;
}

function idleTimeoutMs({ attributes }: ListenerRecord, loadBalancer: LoadBalancerRecord): number {
  const seconds =
    loadBalancer.attributes["idle_timeout.timeout_seconds"] ?? attributes["tcp.idle_timeout.seconds"];
  return Number(seconds ?? TLS_IDLE_SECONDS) * 1000;
}
