import { defined } from "../../../components/shared/defined.ts";
import type { AccessLogEntry } from "../../../sim/data-plane/access-log.ts";
import {
  generateLoad,
  type LoadAnswer,
  type LoadRequest,
  type LoadResult,
} from "../../../sim/data-plane/load-generator.ts";
import type { Entrances } from "./entrances.ts";
import type { TestableRoute } from "./plan.ts";

/** What came of requests. */
export interface Sent {
  readonly requests: number;
  readonly errors: number;
  readonly byStatus: Readonly<Record<number, number>>;
  /** What the load balancer noted of those that it answered. */
  readonly log: readonly AccessLogEntry[];
  /** The last answer of each route that the load balancer answers by itself. */
  readonly ownAnswers: ReadonlyMap<TestableRoute, LoadAnswer>;
}

/** Sends as many requests to each route as planned, from the addresses from which they are to come. */
export async function sendTraffic(
  plan: ReadonlyMap<TestableRoute, number>,
  entrances: Entrances,
): Promise<Sent> {
  const ownAnswers = new Map<TestableRoute, LoadAnswer>();
  const loads: LoadResult[] = [];
  for (const [from, routes] of Map.groupBy(plan, ([route]) => route.sample.from)) {
    const requests = routes.flatMap(([route, count]) => {
      const request = toRequest(route, (answer) => ownAnswers.set(route, answer));
      return Array.from({ length: count }, () => request);
    });
    loads.push(await generateLoad({ url: await entrances.urlFor(from), requests }));
  }
  return { ...together(loads), log: await entrances.endTest(), ownAnswers };
}

/** Only answers of the load balancer's own are looked at. */
function toRequest(
  { sample, forwardsTo }: TestableRoute,
  onAnswer: (answer: LoadAnswer) => void,
): LoadRequest {
  const { method, host, target, headers } = sample;
  return {
    method,
    target,
    headers: { ...headers, ...(host !== null && { host }) },
    ...defined({ onAnswer: forwardsTo.length === 0 ? onAnswer : undefined }),
  };
}

function together(loads: readonly LoadResult[]): Pick<Sent, "requests" | "errors" | "byStatus"> {
  const byStatus: Record<string, number> = {};
  for (const [status, count] of loads.flatMap((load) => Object.entries(load.byStatus))) {
    byStatus[status] = (byStatus[status] ?? 0) + count;
  }
  return {
    requests: loads.reduce((sum, { requests }) => sum + requests, 0),
    errors: loads.reduce((sum, { errors }) => sum + errors, 0),
    byStatus,
  };
}
