import { generateLoad, type LoadResult } from "../sim/data-plane/load-generator.ts";
import { startServer, type RunningServer } from "./child.ts";
import { median } from "./median.ts";
import { LAST_RULE_PATH } from "./rules.ts";

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

/** The simulated load balancer by HTTPS beside HTTP, on connections that stay. Medians over the runs. */
export interface HttpsThroughput {
  readonly https: Throughput;
  readonly http: Throughput;
  /** Requests per second by HTTPS as a part of those by HTTP. */
  readonly share: number;
}

/** One load balancer with many rules beside one with one; the request meets the last of them. Medians over the runs. */
export interface RuleThroughput {
  readonly rules: number;
  readonly manyRules: Throughput;
  readonly oneRule: Throughput;
  /** Requests per second with many rules as a part of those with one. */
  readonly share: number;
}

/** As many as a load balancer of AWS may have. */
const RULES = 100;

const loadBalancerServer = new URL("load-balancer-server.ts", import.meta.url);

export async function measureRequests(runs: number): Promise<Requests> {
  const [loadBalancer, bareServer, share] = await compare(runs, "/", [
    () => startServer(loadBalancerServer),
    () => startServer(new URL("bare-server.ts", import.meta.url)),
  ]);
  return { requests: REQUESTS, concurrency: CONCURRENCY, loadBalancer, bareServer, share };
}

export async function measureHttps(runs: number): Promise<HttpsThroughput> {
  const [https, http, share] = await compare(runs, "/", [
    () => startServer(loadBalancerServer, "0", "https"),
    () => startServer(loadBalancerServer),
  ]);
  return { https, http, share };
}

export async function measureRules(runs: number): Promise<RuleThroughput> {
  const [manyRules, oneRule, share] = await compare(runs, LAST_RULE_PATH, [
    () => startServer(loadBalancerServer, String(RULES - 1)),
    () => startServer(loadBalancerServer),
  ]);
  return { rules: RULES, manyRules, oneRule, share };
}

/**
 * Asks two servers in turns, so that what else the machine does slows both down alike.
 *
 * @returns both, and the first one's requests per second as a part of the second one's.
 */
async function compare(
  runs: number,
  path: string,
  start: readonly [() => Promise<RunningServer>, () => Promise<RunningServer>],
): Promise<readonly [Throughput, Throughput, number]> {
  const servers = [await start[0](), await start[1]()];
  const results: LoadResult[][] = servers.map(() => []);
  try {
    for (const server of servers) await load(server, path, WARM_UP_REQUESTS);
    for (let run = 0; run < runs; run += 1) {
      for (const [index, server] of servers.entries())
        results[index]!.push(await load(server, path, REQUESTS));
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
  const [first, second] = results.map(throughput) as [Throughput, Throughput];
  return [first, second, first.requestsPerSecond / second.requestsPerSecond];
}

function throughput(results: readonly LoadResult[]): Throughput {
  return {
    requestsPerSecond: median(results.map(({ requestsPerSecond }) => requestsPerSecond)),
    p99Ms: median(results.map(({ latency }) => latency.p99)),
  };
}

async function load({ url: origin, ca }: RunningServer, path: string, requests: number): Promise<LoadResult> {
  const url = `${origin}${path}`;
  const tls = ca === undefined ? {} : { tls: { ca, serverName: "localhost" } };
  const result = await generateLoad({ url, requests, concurrency: CONCURRENCY, ...tls });
  if (result.errors > 0) throw new Error(`${result.errors} of ${requests} requests to ${url} failed`);
  return result;
}
