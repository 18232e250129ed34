import { generateLoad, type LoadResult } from "../sim/data-plane/load-generator.ts";
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
/** Enough for the code of both servers to be compiled and optimised. */
const WARM_UP_REQUESTS = 40_000;

/** Asks both servers in turns, so that what else the machine does slows both down alike. */
export async function measureRequests(runs: number): Promise<Requests> {
  const servers = [
    await startServer(new URL("load-balancer-server.ts", import.meta.url)),
    await startServer(new URL("bare-server.ts", import.meta.url)),
  ];
  const results: LoadResult[][] = servers.map(() => []);
  try {
    for (const { url } of servers) await load(url, WARM_UP_REQUESTS);
    for (let run = 0; run < runs; run += 1) {
      for (const [index, { url }] of servers.entries()) results[index]!.push(await load(url, REQUESTS));
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
  const [loadBalancer, bareServer] = results.map(throughput) as [Throughput, Throughput];
  return {
    requests: REQUESTS,
    concurrency: CONCURRENCY,
    loadBalancer,
    bareServer,
    share: loadBalancer.requestsPerSecond / bareServer.requestsPerSecond,
  };
}

function throughput(results: readonly LoadResult[]): Throughput {
  return {
    requestsPerSecond: median(results.map(({ requestsPerSecond }) => requestsPerSecond)),
    p99Ms: median(results.map(({ latency }) => latency.p99)),
  };
}

async function load(url: string, requests: number): Promise<LoadResult> {
  const result = await generateLoad({ url: `${url}/`, requests, concurrency: CONCURRENCY });
  if (result.errors > 0) throw new Error(`${result.errors} of ${requests} requests to ${url} failed`);
  return result;
}
