import { isApplicationProtocol } from "../../../sim/aws/elbv2/target-group/protocols.ts";
import type { AccessLogEntry } from "../../../sim/data-plane/access-log.ts";
import {
  generateLoad,
  type LoadAnswer,
  type LoadRequest,
  type LoadResult,
} from "../../../sim/data-plane/load-generator.ts";
import type { Door } from "./doors.ts";
import type { Entrances } from "./entrances.ts";
import type { TestableRoute } from "./plan.ts";

/** What came of requests. */
export interface Sent {
  readonly requests: number;
  readonly errors: number;
  readonly byStatus: Readonly<Record<number, number>>;
  /** What the load balancer noted of those that it answered. */
  readonly log: readonly AccessLogEntry[];
  /** The first answer of each route. */
  readonly answers: ReadonlyMap<TestableRoute, LoadAnswer>;
}

/** Sends as many requests to each route as planned, from the addresses from which they are to come. */
export async function sendTraffic(
  plan: ReadonlyMap<TestableRoute, number>,
  doors: readonly Door[],
  entrances: Entrances,
): Promise<Sent> {
  const answers = new Map<TestableRoute, LoadAnswer>();
  const loads: LoadResult[] = [];
  for (const routes of Map.groupBy(plan, ([route]) => clientOf(route)).values()) {
    const requests = routes.flatMap(([route, count]) => {
      const request = toRequest(route);
      const looked = { ...request, onAnswer: (answer: LoadAnswer) => void answers.set(route, answer) };
      return [looked, ...Array.from({ length: count - 1 }, () => request)];
    });
    loads.push(await load(routes[0]![0], doors, entrances, requests));
  }
  return { ...together(loads), log: entrances.takeLog(), answers };
}

/** Requests of one client share connections: it comes from an address to a port, and asks for a server. */
function clientOf({ port, sample, serverName }: TestableRoute): string {
  return JSON.stringify([port, sample.from, serverName]);
}

type Client = Pick<TestableRoute, "port" | "sample" | "serverName">;

/** Sends requests as the client of a route does. */
export async function load(
  { port, sample, serverName }: Client,
  doors: readonly Door[],
  entrances: Entrances,
  requests: readonly LoadRequest[],
): Promise<LoadResult> {
  const door = doors.find((one) => one.port === port)!;
  const url = await entrances.urlFor(door, sample.from);
  const ca = await entrances.certificateAuthority();
  const tls = serverName === undefined || ca === undefined ? undefined : { ca, serverName };
  // A Network Load Balancer chooses a target for each connection.
  const separate = !isApplicationProtocol(door.protocol);
  return generateLoad({ url, requests, separate, ...(tls && { tls }) });
}

function toRequest({ sample: { method, host, target, headers } }: TestableRoute): LoadRequest {
  return { method, target, headers: { ...headers, ...(host !== null && { host }) } };
}

function together(loads: readonly LoadResult[]): Pick<Sent, "requests" | "errors" | "byStatus"> {
  const byStatus: Record<string, number> = {};
  for (const [status, count] of loads.flatMap((one) => Object.entries(one.byStatus))) {
    byStatus[status] = (byStatus[status] ?? 0) + count;
  }
  return {
    requests: loads.reduce((sum, { requests }) => sum + requests, 0),
    errors: loads.reduce((sum, { errors }) => sum + errors, 0),
    byStatus,
  };
}
