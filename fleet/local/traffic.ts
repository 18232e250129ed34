import { SERVER_NAME } from "../../sim/data-plane/error-pages.ts";
import { generateLoad, type LoadResult } from "../../sim/data-plane/load-generator.ts";
import { testFairness } from "./fairness.ts";
import type { TrafficReport } from "./report.ts";
import type { TargetReport } from "./verify.ts";

/** Requests of the traffic test. */
export const REQUESTS = 1_000;

/** A split that even chance would bring about less often than this is called uneven. */
export const SIGNIFICANCE = 0.01;

/** Whose answer it is, and what a page says of the pod; the demo app's coloured page does. */
const IDENTITY = ["Server", "X-Pod-IP"];

export interface TrafficOptions {
  readonly url: string;
  /** The address from which the requests come. */
  readonly from: string;
  /** Of the load balancer that is asked. */
  readonly targets: readonly TargetReport[];
  readonly requests: number;
}

/** Sends requests through the load balancer and counts who answers. */
export async function sendTraffic(options: TrafficOptions): Promise<Omit<TrafficReport, "notTested">> {
  const { url, from, targets, requests } = options;
  const load = await generateLoad({ url: `${url}/`, requests, identifyBy: IDENTITY });
  const { byPod, byCluster, identified } = split(load, targets);
  return {
    from,
    requests: load.requests,
    errors: load.errors,
    ownAnswers: ownAnswers(load),
    byCluster,
    byPod,
    pValue: identified === 0 ? null : testFairness(Object.values(byPod)).pValue,
  };
}

function split(load: LoadResult, targets: readonly TargetReport[]) {
  const byPod: Record<string, number> = {};
  const byCluster: Record<string, number> = {};
  let identified = 0;
  for (const { cluster, ip } of targets.filter(({ state }) => state === "healthy")) {
    const owner = cluster ?? "unknown";
    const count = answersOf(load, (key) => key.endsWith(` ${ip}`));
    byPod[`${owner}/${ip}`] = count;
    byCluster[owner] = (byCluster[owner] ?? 0) + count;
    identified += count;
  }
  return { byPod, byCluster, identified };
}

/** Redirects, fixed responses and refusals come from the load balancer itself: no application was asked. */
function ownAnswers(load: LoadResult): Readonly<Record<number, number>> {
  const own = answersOf(load, (key) => key.startsWith(`${SERVER_NAME} `));
  const answered = Object.values(load.byStatus).reduce((sum, count) => sum + count, 0);
  return own > 0 && own === answered ? load.byStatus : {};
}

function answersOf({ byTarget }: LoadResult, matches: (key: string) => boolean): number {
  return Object.entries(byTarget).reduce((sum, [key, count]) => (matches(key) ? sum + count : sum), 0);
}
