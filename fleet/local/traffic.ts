import { generateLoad } from "../../sim/data-plane/load-generator.ts";
import { testFairness } from "./fairness.ts";
import type { TrafficReport } from "./report.ts";
import type { TargetReport } from "./verify.ts";

/** Requests of the traffic test. */
export const REQUESTS = 1_000;

/** A split that even chance would bring about less often than this is called uneven. */
export const SIGNIFICANCE = 0.01;

/** What a page says of who answered; the demo app's coloured page sends it. */
const IDENTITY = "X-Pod-IP";

/** Sends requests through the load balancer and counts who answers. */
export async function sendTraffic(
  url: string,
  targets: readonly TargetReport[],
  requests = REQUESTS,
): Promise<TrafficReport> {
  const load = await generateLoad({ url: `${url}/`, requests, identifyBy: [IDENTITY] });
  const healthy = targets.filter(({ state }) => state === "healthy");
  const byPod: Record<string, number> = {};
  const byCluster: Record<string, number> = {};
  for (const { cluster, ip } of healthy) {
    const owner = cluster ?? "unknown";
    const count = load.byTarget[ip] ?? 0;
    byPod[`${owner}/${ip}`] = count;
    byCluster[owner] = (byCluster[owner] ?? 0) + count;
  }
  const identified = Object.values(byPod).reduce((sum, count) => sum + count, 0);
  return {
    requests: load.requests,
    errors: load.errors,
    byCluster,
    byPod,
    pValue: identified === 0 ? null : testFairness(Object.values(byPod)).pValue,
  };
}
