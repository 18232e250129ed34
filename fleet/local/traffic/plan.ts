import type { Application } from "./applications.ts";
import type { ListenerRoute } from "./routes.ts";
import type { SampleRequest } from "./sample-request.ts";

/** A route that a request can be sent to. */
export type TestableRoute = ListenerRoute & { readonly sample: SampleRequest };

export function isTestable(route: ListenerRoute): route is TestableRoute {
  return route.sample !== undefined && route.notTested === undefined;
}

/**
 * How many requests go to each route: one to each that the load balancer answers by itself, the others in equal parts to the
 * apps, and each app's part to its routes; one at least to each. Without an app the first route gets them.
 *
 * @param total how many there are to be, unless there are more routes.
 */
export function planRequests(
  routes: readonly ListenerRoute[],
  applications: readonly Application[],
  total: number,
): Map<TestableRoute, number> {
  const own = routes.filter(({ forwardsTo }) => forwardsTo.length === 0).filter(isTestable);
  const apps = applications.map((app) => app.routes.filter(isTestable)).filter(({ length }) => length > 0);
  const plan = new Map(own.map((route) => [route, 1]));
  if (apps.length === 0 && own[0] !== undefined) plan.set(own[0], total - own.length + 1);
  for (const [app, part] of shares(total - own.length, apps)) {
    for (const [route, count] of shares(part, app)) plan.set(route, Math.max(1, count));
  }
  return plan;
}

/** Equal parts of a number; the first ones get what is left over. */
function shares<T>(number: number, takers: readonly T[]): [T, number][] {
  const part = Math.floor(number / takers.length);
  const left = number - part * takers.length;
  return takers.map((taker, index) => [taker, index < left ? part + 1 : part]);
}
