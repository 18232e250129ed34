import type { Door } from "./doors.ts";
import type { Entrances } from "./entrances.ts";
import type { TestableRoute } from "./plan.ts";
import { load, type Sent } from "./send-traffic.ts";

const PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/**
 * Asks where redirects lead, as a browser would, as long as that is a listener of the same load balancer.
 *
 * @returns the status of each answer.
 */
export async function followRedirects(
  answers: Sent["answers"],
  doors: readonly Door[],
  entrances: Entrances,
): Promise<Map<TestableRoute, number>> {
  const followed = new Map<TestableRoute, number>();
  for (const [route, { headers }] of answers) {
    const location = URL.parse(headers["location"]?.toString() ?? "");
    if (route.forwardsTo.length > 0 || location === null || location.hostname !== route.sample.host) continue;
    const port = Number(location.port || PORTS[location.protocol]);
    if (doors.some((door) => door.port === port && `${door.protocol.toLowerCase()}:` === location.protocol)) {
      const { hostname, pathname, search } = location;
      const client = {
        port,
        sample: route.sample,
        ...(location.protocol === "https:" && { serverName: hostname }),
      };
      const request = {
        method: route.sample.method,
        target: `${pathname}${search}`,
        headers: { host: hostname },
        onAnswer: ({ status }: { readonly status: number }) => void followed.set(route, status),
      };
      await load(client, doors, entrances, [request]);
    }
  }
  return followed;
}
