import type { Cloud } from "../../../sim/core/cloud.ts";
import type { DataPlane } from "../../../sim/data-plane/data-plane.ts";
import { listenersOf } from "../listeners.ts";
import type { TestedLoadBalancer } from "../report.ts";
import type { LoadBalancerReport, Verification } from "../verify.ts";
import { admittedOrigins } from "./admitted-address.ts";
import { applicationsOf } from "./applications.ts";
import { Entrances } from "./entrances.ts";
import { planRequests } from "./plan.ts";
import { applicationReport, ownAnswerReport, totalOf } from "./results.ts";
import { readRoutes, type ListenerRoute } from "./routes.ts";
import { sendTraffic } from "./send-traffic.ts";

export interface TestOptions {
  /** Port on 127.0.0.1 of the first load balancer. Default: a free one. */
  readonly port?: number | undefined;
  /** How many are sent through each, to all apps together. Default: 1,000. */
  readonly requests?: number;
}

/** Requests of the traffic test. */
const REQUESTS = 1_000;

/** Lets every load balancer answer on loopback, and sends requests to the apps behind it. */
export async function testTraffic(
  cloud: Cloud,
  dataPlane: DataPlane,
  verification: Verification,
  { port, requests = REQUESTS }: TestOptions = {},
): Promise<TestedLoadBalancer[]> {
  const tested: TestedLoadBalancer[] = [];
  for (const [index, loadBalancer] of verification.loadBalancers.entries()) {
    const entrances = new Entrances(dataPlane, loadBalancer.arn);
    const listeners = httpListeners(cloud, loadBalancer);
    const origins = admittedOrigins(cloud, loadBalancer.arn, listeners.port);
    const [from] = origins.addresses;
    const url = await entrances.urlFor(from, index === 0 ? port : undefined);
    const routes = readRoutes(cloud, listeners.arn, origins).map((route) => withoutPods(route, verification));
    const applications = applicationsOf(routes, verification.targetGroups);
    const plan = planRequests(routes, applications, requests);
    const sent = await sendTraffic(plan, entrances);
    const targets = verification.targets.filter(({ loadBalancers }) =>
      loadBalancers.includes(loadBalancer.name),
    );
    const outcome = { plan, sent, routes, applications, targets };
    tested.push({
      ...loadBalancer,
      url,
      traffic: { from, ...totalOf(outcome), notTested: listeners.notTested },
      applications: applications.map((application) => applicationReport(outcome, application)),
      ownAnswers: routes
        .filter(({ forwardsTo }) => forwardsTo.length === 0)
        .map((route) => ownAnswerReport(outcome, route)),
    });
  }
  return tested;
}

/** Says of a route to an app of which no pod is there, and is not to be, that nothing can answer. */
function withoutPods(route: ListenerRoute, { targetGroups, targets }: Verification): ListenerRoute {
  const groups = targetGroups.filter(({ arn }) =>
    route.forwardsTo.some(({ targetGroupArn, weight }) => targetGroupArn === arn && weight > 0),
  );
  const isEmpty = groups.every(({ name }) => targets.every(({ targetGroup }) => targetGroup !== name));
  return groups.length > 0 && isEmpty ? { ...route, notTested: "no pod of the app is there" } : route;
}

/** The listener that the data plane answers for, and those that it cannot. */
function httpListeners(cloud: Cloud, { arn }: LoadBalancerReport) {
  const byProtocol = Map.groupBy(listenersOf(cloud, arn), ({ Protocol }) => Protocol);
  const [http] = byProtocol.get("HTTP") ?? [];
  const https = byProtocol.get("HTTPS") ?? [];
  return {
    arn: http?.ListenerArn ?? "",
    port: http?.Port ?? 80,
    notTested: https.map(({ Port }) => `HTTPS on port ${Port}`),
  };
}
