import pc from "picocolors";
import type {
  ApplicationReport,
  ListenerReport,
  NameReport,
  OwnAnswerReport,
  TargetGroupTraffic,
  TestedLoadBalancer,
  TrafficReport,
} from "../report.ts";
import { LOOPBACK } from "../traffic/admitted-address.ts";
import { describeRoute } from "../traffic/routes.ts";
import { count, shortened } from "../words.ts";
import { groupAlike, renderBars, renderTable } from "./table.ts";

/** A split that even chance would bring about less often than this is called another one than it should be. */
const SIGNIFICANCE = 0.01;

/** How the load balancers did, one after the other. */
export function renderTraffic(loadBalancers: readonly TestedLoadBalancer[], width?: number): string {
  if (loadBalancers.length === 1) return renderOne(loadBalancers[0]!, width);
  return loadBalancers
    .map((loadBalancer) => `load balancer ${pc.bold(loadBalancer.name)}: ${renderOne(loadBalancer, width)}`)
    .join("\n\n");
}

function renderOne(loadBalancer: TestedLoadBalancer, width: number | undefined): string {
  const { traffic, applications, ownAnswers } = loadBalancer;
  const [only, ...others] = applications;
  const apps = others.length > 0 ? renderApps(applications) : renderOnly(traffic, only, width);
  // Where it answers all, that is said already.
  const own = Object.keys(traffic.ownAnswers).length > 0 ? [] : ownAnswers;
  return [
    renderHead(traffic),
    ...renderListeners(loadBalancer),
    ...apps,
    ...renderOwnAnswers(own),
    ...renderUntested(loadBalancer),
  ].join("\n");
}

function renderHead({ from, requests, errors, blocked }: TrafficReport): string {
  const origin = from === LOOPBACK ? "" : ` as from ${from}`;
  const refused = Object.entries(blocked).map(
    ([status, number]) => `, ${number} refused by the web ACL (${status})`,
  );
  return `${requests} requests${origin}, ${count(errors, "error")}${refused.join("")}`;
}

/** What was asked by which listener, where there is more than HTTP, and by which names. */
function renderListeners({ name, listeners, names }: TestedLoadBalancer): string[] {
  const isMore = listeners.some(({ protocol }) => protocol !== "HTTP");
  return [...(isMore ? listeners.map(renderListener) : []), ...renderNames(name, names)];
}

function renderListener(listener: ListenerReport): string {
  const { protocol, port, requests, certificates, responseHeaders, hidesServer } = listener;
  const headers = [...responseHeaders, ...(hidesServer ? ["no server"] : [])];
  return [
    `${protocol} on port ${port}: ${count(requests, "request")}`,
    ...(certificates.length === 0 ? [] : [`certificates for ${shortened(certificates)}`]),
    ...(headers.length === 0 ? [] : [`response headers ${headers.join(", ")}`]),
  ].join("; ");
}

/** `Route 53 leads here: shop.example.com`, `Route 53 leads 25 % of clients here: play.example.com` */
function renderNames(loadBalancer: string, names: readonly NameReport[]): string[] {
  const places = Map.groupBy(names, ({ leadsTo, zone, share }) => {
    if (leadsTo === null) return `has no record in zone ${zone}`;
    const leads = share === 1 ? "leads" : `leads ${Math.round(share * 100)} % of clients`;
    return leadsTo === loadBalancer ? `${leads} here` : `${leads} to load balancer ${leadsTo}`;
  });
  return [...places].map(([place, some]) => `Route 53 ${place}: ${shortened(some.map(({ name }) => name))}`);
}

/** Requests per cluster and per pod as bars, and whether the split is as it should be. */
function renderOnly(
  { ownAnswers, byCluster, byPod, pValue, byZones }: TrafficReport,
  app: ApplicationReport | undefined,
  width: number | undefined,
): string[] {
  const statuses = Object.keys(ownAnswers);
  if (statuses.length > 0) {
    return [
      `the load balancer answered all of them itself (${statuses.map(describeStatus).join(", ")}): the application was not asked`,
    ];
  }
  if (pValue === null) return [];
  const weighted = weightsOf(app);
  return [
    renderBars(byCluster, width),
    renderBars(byPod, width),
    ...(weighted.length === 0 ? [] : [`by weights: ${weighted.map(describeWeight).join(", ")}`]),
    `split over ${describeTargets(byPod)}: ${verdict(pValue, basisOf(weighted, byZones))} (chi-squared p = ${pValue.toFixed(3)})`,
  ];
}

/** One line for each app. */
function renderApps(applications: readonly ApplicationReport[]): string[] {
  const rows = applications.map((app) => [
    app.app,
    String(app.requests).padStart(8),
    String(app.errors).padStart(6),
    describeAnswers(app),
    describeSplit(app),
  ]);
  return [renderTable(["app", "requests", "errors", "answered by", "split"], groupAlike(rows))];
}

function describeAnswers(app: ApplicationReport): string {
  const weighted = weightsOf(app);
  if (weighted.length > 0) return weighted.map(describeWeight).join(", ");
  return Object.entries(app.byCluster)
    .map(([cluster, answers]) => `${cluster} ${answers}`)
    .join(", ");
}

function describeSplit(app: ApplicationReport): string {
  const { pValue, byPod, byZones, requests } = app;
  if (requests === 0) return "not tested";
  if (pValue === null) return "-";
  if (Object.keys(byPod).length === 1) return describeTargets(byPod);
  return `${verdict(pValue, basisOf(weightsOf(app), byZones))} over ${describeTargets(byPod)} (p = ${pValue.toFixed(3)})`;
}

/** The target groups that share the requests by their weights; empty where one gets all. */
function weightsOf(app: ApplicationReport | undefined): readonly TargetGroupTraffic[] {
  const taking = (app?.targetGroups ?? []).filter(({ weight }) => weight > 0);
  return taking.length > 1 ? taking : [];
}

/** `blue 900 (weight 90)` */
function describeWeight({ name, clusters, weight, answers }: TargetGroupTraffic): string {
  return `${clusters.length === 0 ? name : clusters.join("+")} ${answers} (weight ${weight})`;
}

/** `4 pods`, `3 nodes` */
function describeTargets(byPod: Readonly<Record<string, number>>): string {
  const targets = Object.keys(byPod);
  return count(targets.length, targets.some((target) => target.includes("/i-")) ? "node" : "pod");
}

/** What the split goes by where targets are not to get equal parts. */
function basisOf(weighted: readonly TargetGroupTraffic[], byZones: boolean): string | undefined {
  if (weighted.length > 0) return "by weights";
  return byZones ? "by zones" : undefined;
}

function verdict(pValue: number, basis: string | undefined): string {
  if (pValue < SIGNIFICANCE) return pc.red(basis === undefined ? "uneven" : `not ${basis}`);
  return pc.green(basis ?? "even");
}

/** `301, a redirect` */
function describeStatus(status: string): string {
  return status.startsWith("3") ? `${status}, a redirect` : status;
}

/** One line for each redirect and fixed response that was asked for. */
function renderOwnAnswers(answers: readonly OwnAnswerReport[]): string[] {
  const rows = answers.flatMap((answer) => {
    const { protocol, request, rule, status } = answer;
    if (request === null) return [];
    const scheme = protocol === "HTTPS" ? "https://" : "";
    const asked = `${request.method} ${scheme}${request.host ?? ""}${request.target}`;
    return [[asked, rule, String(status ?? "no answer"), describeAnswer(answer)]];
  });
  if (rows.length === 0) return [];
  return ["the load balancer answered itself:", renderTable(["request", "rule", "status", "answer"], rows)];
}

function describeAnswer({ location, followed, body }: OwnAnswerReport): string {
  if (location === null) return JSON.stringify(body ?? "");
  return `to ${location}${followed === null ? "" : `, which answers ${followed}`}`;
}

/** What no request was sent to, and why. */
function renderUntested({ traffic: { notTested }, applications, ownAnswers }: TestedLoadBalancer): string[] {
  const untested = [
    ...applications.flatMap(({ app, routes }) => routes.map((route) => ({ of: ` of app ${app}`, route }))),
    ...ownAnswers.map((route) => ({ of: "", route })),
  ].filter(({ route }) => route.notTested !== null);
  const reasons = Map.groupBy(untested, ({ route }) => route.notTested!);
  return [
    ...[...reasons].map(([reason, routes]) => {
      const names = routes.map(({ of, route }) => `${describeRoute(route)}${of}`);
      return `not tested, as ${reason}: ${shortened(names)}`;
    }),
    ...(notTested.length === 0 ? [] : [`not tested, as it is not simulated: ${notTested.join(", ")}`]),
  ];
}
