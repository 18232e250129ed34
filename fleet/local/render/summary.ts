import type {
  LocalReport,
  StackReport,
  TeardownReport,
  TestedLoadBalancer,
  TrafficReport,
} from "../report.ts";
import { describeStandIn, type StandInReport } from "../stand-ins.ts";
import { isUnfit } from "../verify.ts";
import { count, seconds, shortened } from "../words.ts";

/** The whole run in one line. */
export function renderSummary(report: LocalReport): string {
  const { stacks, targets, standIns, loadBalancers, teardown, durationMs } = report;
  const healthy = targets.filter((target) => !isUnfit(target)).length;
  return (
    `${count(stacks.length, "stack")}, ${count(resourceCount(stacks), "resource")}, ` +
    `${count(healthy, "healthy target")}, ${renderAnswered(loadBalancers)}${renderStandIns(standIns)}; ` +
    `deleted ${teardown.order.length}, ${renderKept(teardown)}${count(teardown.leftovers.length, "leftover")}; ${seconds(durationMs)}`
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
  const secured = loadBalancers
    .flatMap(({ listeners }) => listeners)
    .reduce((total, { protocol, requests: asked }) => total + (protocol === "HTTPS" ? asked : 0), 0);
  const byHttps = secured === 0 ? "" : `, ${secured} of them sent by HTTPS`;
  return `${requests - sum((traffic) => traffic.errors)} of ${requests} requests answered${byHttps}${byItself}`;
}

function renderKept({ kept }: TeardownReport): string {
  return kept.length === 0 ? "" : `kept ${kept.length}, `;
}

function renderStandIns(standIns: readonly StandInReport[]): string {
  if (standIns.length === 0) return "";
  return `; ${count(standIns.length, "stand-in")}: ${shortened(standIns.map(describeStandIn))}`;
}

function resourceCount(stacks: readonly StackReport[]): number {
  return stacks.flatMap(({ resources }) => Object.values(resources)).reduce((sum, value) => sum + value, 0);
}
