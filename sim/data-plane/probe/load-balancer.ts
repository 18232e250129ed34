/** A request to a load balancer, which answers as it does for everybody: by its listener on this machine. */
import { elbv2State } from "../../aws/elbv2/state.ts";
import type { Cloud } from "../../core/cloud.ts";
import { DataPlane } from "../data-plane.ts";
import { listenersOf } from "../entrance.ts";
import { http, https } from "../node-http.ts";
import { failure, type ProbeAnswer, type ProbeReport, type Target } from "./report.ts";

interface AtLoadBalancer {
  readonly loadBalancerArn: string;
  /** The client's address there. */
  readonly source: string;
}

/** Load balancers as clients find them. They stay open from one request to the next, so that targets take turns. */
export class OpenLoadBalancers {
  readonly #cloud: Cloud;
  readonly #dataPlane: DataPlane;
  readonly #listeners = new Map<string, Promise<OpenListener>>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#dataPlane = new DataPlane(cloud);
  }

  async ask(at: AtLoadBalancer, target: Target): Promise<Partial<ProbeReport>> {
    const { loadBalancerArn, source } = at;
    const loadBalancer = elbv2State(this.#cloud).loadBalancers.get(loadBalancerArn);
    const { name } = loadBalancer;
    const known = { loadBalancer: name, source };
    if (!listenersOf(this.#cloud, loadBalancer).some(({ port }) => port === target.port)) {
      const words = `Failed to connect to ${target.host} port ${target.port}: Connection refused`;
      return { ...known, error: failure(7, words, `${name} has no listener on port ${target.port}`) };
    }
    const listener = await this.#listen(at, target);
    const sent = send(target, listener.port, await this.#dataPlane.certificateAuthority());
    const outcome = await sent.then((answer) => ({ answer }), withoutAnswer);
    return { ...known, ...outcome, target: listener.target };
  }

  close(): Promise<void> {
    return this.#dataPlane.close();
  }

  #listen({ loadBalancerArn, source }: AtLoadBalancer, { port }: Target): Promise<OpenListener> {
    const key = JSON.stringify([loadBalancerArn, port, source]);
    const open = this.#listeners.get(key) ?? this.#open(loadBalancerArn, port, source);
    this.#listeners.set(key, open);
    return open;
  }

  async #open(loadBalancerArn: string, listenerPort: number, clientAddress: string): Promise<OpenListener> {
    const listener: OpenListener = { port: 0, target: null };
    const { port } = await this.#dataPlane.listen({
      ...{ loadBalancerArn, listenerPort, clientAddress },
      accessLog: ({ target }) => {
        listener.target = target?.key ?? null;
      },
    });
    listener.port = port;
    return listener;
  }
}

interface OpenListener {
  /** On this machine. */
  port: number;
  /** That of the last request. */
  target: string | null;
}

/** A certificate that is not for the host, or a listener that ends the connection. */
function withoutAnswer({ message, code = "" }: NodeJS.ErrnoException): Pick<ProbeReport, "error"> {
  const isOfTls = code.startsWith("ERR_TLS") || code === "EPROTO";
  const error = isOfTls
    ? failure(60, "SSL: no alternative certificate subject name matches target host name", message)
    : failure(52, "Empty reply from server", message);
  return { error };
}

function send({ secure, host, port, path }: Target, localPort: number, ca?: string): Promise<ProbeAnswer> {
  const authority = port === (secure ? 443 : 80) ? host : `${host}:${port}`;
  const options = {
    host: "127.0.0.1",
    port: localPort,
    // A connection for each request, as each `curl` makes one.
    agent: false,
    path,
    headers: { host: authority, "user-agent": "curl/8.5.0", accept: "*/*" },
  };
  return new Promise((resolve, reject) => {
    const request = secure
      ? https.request({ ...options, servername: host, ...(ca !== undefined && { ca }) })
      : http.request(options);
    request.once("error", reject);
    request.once("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("end", () => {
        const headers = response.headers as Record<string, string>;
        const body = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers, body });
      });
    });
    request.end();
  });
}
