/** Requests as `curl` makes them, from inside of a cluster or from the internet. */
import { NotSimulated } from "../../core/errors.ts";
import type { Cloud } from "../../core/cloud.ts";
import type { Client } from "./client.ts";
import { lookUp, type Found } from "./names.ts";
import { OpenLoadBalancers } from "./load-balancer.ts";
import { failure, type ProbeReport, type Target } from "./report.ts";
import { connect, connectToLoadBalancer, type Arrival } from "./way.ts";

const NOTHING = {
  resolved: null,
  service: null,
  loadBalancer: null,
  target: null,
  answeredBy: null,
  source: null,
  answer: null,
};

/** Sends requests as `curl` does, one after the other. */
export class Prober {
  readonly #cloud: Cloud;
  readonly #loadBalancers: OpenLoadBalancers;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#loadBalancers = new OpenLoadBalancers(cloud);
  }

  /** @throws NotSimulated for what has no answer here: TLS to a pod, the API server. */
  async send(client: Client, url: URL): Promise<ProbeReport> {
    const target = targetOf(url);
    const report = { url: url.href, ...NOTHING };
    const found = lookUp(this.#cloud, client, target.host);
    if (typeof found === "string") {
      return { ...report, error: failure(6, `Could not resolve host: ${target.host}`, found) };
    }
    const resolved = { name: found.name, address: "address" in found ? found.address : null };
    const outcome = await this.#answerOf(arrivalOf(this.#cloud, client, found, target), target);
    return { ...report, resolved, error: null, ...outcome };
  }

  close(): Promise<void> {
    return this.#loadBalancers.close();
  }

  async #answerOf(arrival: Arrival, target: Target): Promise<Partial<ProbeReport>> {
    const { host, port } = target;
    const failed = `Failed to connect to ${host} port ${port}: Connection`;
    switch (arrival.outcome) {
      case "refused":
        return { error: failure(7, `${failed} refused`, arrival.reason) };
      case "timeout":
        return { error: failure(28, `${failed} timed out`, arrival.reason) };
      case "load-balancer":
        return this.#loadBalancers.ask(arrival, target);
      case "pod":
        return askPod(arrival, target);
    }
  }
}

function targetOf({ protocol, hostname, port, pathname, search }: URL): Target {
  const secure = protocol === "https:";
  return { secure, host: hostname, port: Number(port || (secure ? 443 : 80)), path: pathname + search };
}

function arrivalOf(cloud: Cloud, client: Client, found: Found, { port }: Target): Arrival {
  return "address" in found
    ? connect(cloud, client, found.address, port)
    : connectToLoadBalancer(cloud, client, found.loadBalancerArn, port);
}

function askPod(
  { serve, service, source, outcome: _, ...answeredBy }: Extract<Arrival, { outcome: "pod" }>,
  { secure, host, port, path }: Target,
): Partial<ProbeReport> {
  if (secure) throw new NotSimulated("TLS of programs in pods", `https://${host}`);
  const known = { service, source, answeredBy };
  const authority = port === 80 ? host : `${host}:${port}`;
  const headers = { host: authority, "user-agent": "curl/8.5.0", accept: "*/*" };
  try {
    const answer = serve({ method: "GET", path, headers });
    return { ...known, answer: { ...answer, body: Buffer.from(answer.body).toString("utf8") } };
  } catch (error) {
    return { ...known, error: failure(52, "Empty reply from server", (error as Error).message) };
  }
}
