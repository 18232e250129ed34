import { generateLoad } from "../sim/data-plane/load-generator.ts";
import { startServer } from "./child.ts";
import { median } from "./median.ts";

/** One server under load. Medians over the runs. */
export interface Throughput {
  readonly requestsPerSecond: number;
  readonly p99Ms: number;
}

/** The simulated load balancer beside a bare server; the load comes from a process of its own, which is this one. */
export interface Requests {
  readonly requests: number;
  readonly concurrency: number;
  readonly loadBalancer: Throughput;
  readonly bareServer: Throughput;
  /** Requests per second of the load balancer as a part of the bare server's. */
  readonly share: number;
}

const REQUESTS = 20_000;
const CONCURRENCY = 16;
/** Enough for both servers' code to be compiled. */
const WARM_UP_REQUESTS = 5_000;

export async function measureRequests(runs: number): Promise<Requests> {
  const loadBalancer = await measureServer(new URL("load-balancer-server.ts", import.meta.url), runs);
  const bareServer = await measureServer(new URL("bare-server.ts", import.meta.url), runs);
  return {
    requests: REQUESTS,
    concurrency: CONCURRENCY,
    loadBalancer,
    bareServer,
    share: loadBalancer.requestsPerSecond / bareServer.requestsPerSecond,
  };
}

async function measureServer(script: URL, runs: number): Promise<Throughput> {
  const server = await startServer(script);
  try {
    await load(server.url, WARM_UP_REQUESTS);
    const results = [];
    for (let run = 0; run < runs; run += 1) results.push(await load(server.url, REQUESTS));
    return {
      requestsPerSecond: median(results.map(({ requestsPerSecond }) => requestsPerSecond)),
      p99Ms: median(results.map(({ latency }) => latency.p99)),
    };
  } finally {
    await server.stop();
  }
}

async function load(url: string, requests: number) {
  const result = await generateLoad({ url: `${url}/`, requests, concurrency: CONCURRENCY });
  if (result.errors > 0) throw new Error(`${result.errors} of ${requests} requests to ${url} failed`);
  return result;
}
