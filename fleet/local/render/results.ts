import pc from "picocolors";
import { LOOPBACK } from "../admitted-address.ts";
import type { LocalReport, StackReport, TestedLoadBalancer, TrafficReport } from "../report.ts";
import { SIGNIFICANCE } from "../traffic.ts";
import { describeStandIn, type StandInReport } from "../stand-ins.ts";
import { isUnfit, type Verification } from "../verify.ts";
import { count, seconds } from "../words.ts";
import { renderBars, renderTable } from "./table.ts";

/** Every target with its cluster, and how many are healthy. */
export function renderVerification({ loadBalancers, targets, standIns }: Verification): string {
  const several = loadBalancers.length > 1;
  const rows = targets.map(({ loadBalancers: names, ip, port, cluster, zone, state, reason }) => [
    ...(several ? [names.join(", ")] : []),
    `${ip}:${port}`,
    cluster ?? "unknown",
    zone,
    reason === undefined ? state : `${state} (${reason})`,
  ]);
  const healthy = targets.filter((target) => !isUnfit(target));
  const clusters = new Set(healthy.map(({ cluster }) => cluster));
  return [
    renderTable([...(several ? ["load balancer"] : []), "target", "cluster", "zone", "state"], rows),
    "",
    `${healthy.length} healthy from ${count(clusters.size, "cluster")} behind ${count(loadBalancers.length, "load balancer")}`,
    ...standIns.map(
      (standIn) =>
        `not simulated: image ${describeStandIn(standIn)}; a stand-in answers in ${count(standIn.pods, "pod")}`,
    ),
  ].join("\n");
}

/** How the load balancers did, one after the other. */
export function renderTraffic(loadBalancers: readonly TestedLoadBalancer[], width?: number): string {
  if (loadBalancers.length === 1) return renderOne(loadBalancers[0]!.traffic, width);
  return loadBalancers
    .map(({ name, traffic }) => `load balancer ${pc.bold(name)}: ${renderOne(traffic, width)}`)
    .join("\n\n");
}

function renderOne(traffic: TrafficReport, width: number | undefined): string {
  const { notTested } = traffic;
  const rest = notTested.length === 0 ? "" : `\nnot tested, as it is not simulated: ${notTested.join(", ")}`;
  return `${renderRequests(traffic, width)}${rest}`;
}

/** Requests per cluster and per pod as bars, and whether the split is even. */
function renderRequests(traffic: TrafficReport, width: number | undefined): string {
  const { from, requests, errors, ownAnswers, byCluster, byPod, pValue } = traffic;
  const origin = from === LOOPBACK ? "" : ` as from ${from}`;
  const head = `${requests} requests${origin}, ${count(errors, "error")}`;
  const statuses = Object.keys(ownAnswers);
  if (errors === requests) return head;
  if (statuses.length > 0) {
    return `${head}\nthe load balancer answered all of them itself (${statuses.map(describeStatus).join(", ")}): the application was not asked`;
  }
  if (pValue === null) {
    return `${head}\nthe app does not say who answers (no header X-Pod-IP), so there is no split to show`;
  }
  const verdict = pValue < SIGNIFICANCE ? pc.red("uneven") : pc.green("even");
  return [
    head,
    renderBars(byCluster, width),
    renderBars(byPod, width),
    `split over ${count(Object.keys(byPod).length, "pod")}: ${verdict} (chi-squared p = ${pValue.toFixed(3)})`,
  ].join("\n");
}

/** `301, a redirect` */
function describeStatus(status: string): string {
  return status.startsWith("3") ? `${status}, a redirect` : status;
}

/** The whole run in one line. */
export function renderSummary(report: LocalReport): string {
  const { stacks, targets, standIns, loadBalancers, teardown, durationMs } = report;
  const healthy = targets.filter((target) => !isUnfit(target)).length;
  return (
    `${count(stacks.length, "stack")}, ${count(resourceCount(stacks), "resource")}, ` +
    `${count(healthy, "healthy target")}, ${renderAnswered(loadBalancers)}${renderStandIns(standIns)}; ` +
    `deleted ${teardown.order.length}, ${count(teardown.leftovers.length, "leftover")}; ${seconds(durationMs)}`
  );
}

/** `990 of 1000 requests answered`, with what that does not say of the application. */
function renderAnswered(loadBalancers: readonly TestedLoadBalancer[]): string {
  const sum = (part: (traffic: TrafficReport) => number): number =>
    loadBalancers.reduce((total, { traffic }) => total + part(traffic), 0);
  const requests = sum((traffic) => traffic.requests);
  const own = sum((traffic) =>
    Object.values(traffic.ownAnswers).reduce((total, number) => total + number, 0),
  );
  const byItself = own === 0 ? "" : `, ${own} of them by the load balancer itself`;
  return `${requests - sum((traffic) => traffic.errors)} of ${requests} requests answered${byItself}`;
}

function renderStandIns(standIns: readonly StandInReport[]): string {
  if (standIns.length === 0) return "";
  return `; ${count(standIns.length, "stand-in")}: ${standIns.map(describeStandIn).join(", ")}`;
}

function resourceCount(stacks: readonly StackReport[]): number {
  return stacks.flatMap(({ resources }) => Object.values(resources)).reduce((sum, value) => sum + value, 0);
}
