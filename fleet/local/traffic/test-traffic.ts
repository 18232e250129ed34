import type { Cloud } from "../../../sim/core/cloud.ts";
import type { DataPlane } from "../../../sim/data-plane/data-plane.ts";
import type { TestedLoadBalancer } from "../report.ts";
import type { LoadBalancerReport, Verification } from "../verify.ts";
import { LOOPBACK } from "./admitted-address.ts";
import { applicationsOf } from "./applications.ts";
import { doorsOf, type Door } from "./doors.ts";
import { Entrances } from "./entrances.ts";
import { expectedShares } from "./expected-shares.ts";
import { followRedirects } from "./follow-redirects.ts";
import { listenerReport } from "./listener-report.ts";
import { namesInZones } from "./names-in-zones.ts";
import { planRequests } from "./plan.ts";
import { applicationReport, ownAnswerReport, totalOf, type Outcome } from "./results.ts";
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
    const { doors, notTested } = doorsOf(cloud, loadBalancer.arn);
    const urls = await openAll(doors, entrances, index === 0 ? port : undefined);
    const outcome = await askAll(cloud, verification, { loadBalancer, doors, entrances, requests });
    const { routes, applications } = outcome;
    tested.push({
      ...loadBalancer,
      url: urls[0] ?? "",
      listeners: doors.map((door, number) => listenerReport(cloud, outcome, door, urls[number]!)),
      names: namesInZones(cloud, loadBalancer.arn),
      traffic: { from: doors[0]?.origins.addresses[0] ?? LOOPBACK, ...totalOf(outcome), notTested },
      applications: applications.map((application) => applicationReport(outcome, application)),
      ownAnswers: routes
        .filter(({ forwardsTo }) => forwardsTo.length === 0)
        .map((route) => ownAnswerReport(outcome, route)),
    });
  }
  return tested;
}

interface Test {
  readonly loadBalancer: LoadBalancerReport;
  readonly doors: readonly Door[];
  readonly entrances: Entrances;
  readonly requests: number;
}

/** Sends requests to all apps behind a load balancer, and follows its redirects. */
async function askAll(
  cloud: Cloud,
  verification: Verification,
  { loadBalancer, doors, entrances, requests }: Test,
): Promise<Outcome> {
  const routes = doors
    .flatMap(({ listenerArn, origins }) => readRoutes(cloud, listenerArn, origins))
    .map((route) => withoutPods(route, verification));
  const applications = applicationsOf(routes, verification.targetGroups);
  const plan = planRequests(routes, applications, requests);
  const sent = await sendTraffic(plan, doors, entrances);
  const followed = await followRedirects(sent.answers, doors, entrances);
  await entrances.closeOthers(doors);
  const targets = verification.targets.filter(({ loadBalancers }) =>
    loadBalancers.includes(loadBalancer.name),
  );
  const shares = expectedShares(cloud, doors);
  return { plan, sent, followed, routes, applications, targets, shares };
}

/** The usual entrance of each door. @param port of the first one. @returns their URLs. */
async function openAll(doors: readonly Door[], entrances: Entrances, port?: number): Promise<string[]> {
  const urls: string[] = [];
  for (const [index, door] of doors.entries()) {
    urls.push(await entrances.urlFor(door, door.origins.addresses[0], index === 0 ? port : undefined));
  }
  return urls;
}

/** Says of a route to an app of which no pod is there, and is not to be, that nothing can answer. */
function withoutPods(route: ListenerRoute, { targetGroups, targets }: Verification): ListenerRoute {
  const groups = targetGroups.filter(({ arn }) =>
    route.forwardsTo.some(({ targetGroupArn, weight }) => targetGroupArn === arn && weight > 0),
  );
  const isEmpty = groups.every(({ name }) => targets.every(({ targetGroup }) => targetGroup !== name));
  return groups.length > 0 && isEmpty ? { ...route, notTested: "no pod of the app is there" } : route;
}
