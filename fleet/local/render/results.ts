import pc from "picocolors";
import type { LocalReport, StackReport, TrafficReport } from "../report.ts";
import { SIGNIFICANCE } from "../traffic.ts";
import { isUnfit, type Verification } from "../verify.ts";
import { count, seconds } from "../words.ts";
import { renderBars, renderTable } from "./table.ts";

/** Every target with its cluster, and how many are healthy. */
export function renderVerification({ loadBalancers, targets }: Verification): string {
  const rows = targets.map(({ ip, port, cluster, zone, state, reason }) => [
    `${ip}:${port}`,
    cluster ?? "unknown",
    zone,
    reason === undefined ? state : `${state} (${reason})`,
  ]);
  const healthy = targets.filter((target) => !isUnfit(target));
  const clusters = new Set(healthy.map(({ cluster }) => cluster));
  return [
    renderTable(["target", "cluster", "zone", "state"], rows),
    "",
    `${healthy.length} healthy from ${count(clusters.size, "cluster")} behind ${count(loadBalancers.length, "load balancer")}`,
  ].join("\n");
}

/** Requests per cluster and per pod as bars, and whether the split is even. */
export function renderTraffic({ requests, errors, byCluster, byPod, pValue }: TrafficReport): string {
  const head = `${requests} requests, ${count(errors, "error")}`;
  if (errors === requests) return head;
  if (pValue === null) {
    return `${head}\nthe app does not say who answers (no header X-Pod-IP), so there is no split to show`;
  }
  const verdict = pValue < SIGNIFICANCE ? pc.red("uneven") : pc.green("even");
  return [
    head,
    renderBars(byCluster),
    renderBars(byPod),
    `split over ${count(Object.keys(byPod).length, "pod")}: ${verdict} (chi-squared p = ${pValue.toFixed(3)})`,
  ].join("\n");
}

/** The whole run in one line. */
export function renderSummary({ stacks, targets, traffic, teardown, durationMs }: LocalReport): string {
  const healthy = targets.filter((target) => !isUnfit(target)).length;
  return (
    `${count(stacks.length, "stack")}, ${count(resourceCount(stacks), "resource")}, ` +
    `${count(healthy, "healthy target")}, ${traffic.requests - traffic.errors} of ${traffic.requests} requests answered; ` +
    `deleted ${teardown.order.length}, ${count(teardown.leftovers.length, "leftover")}; ${seconds(durationMs)}`
  );
}

function resourceCount(stacks: readonly StackReport[]): number {
  return stacks.flatMap(({ resources }) => Object.values(resources)).reduce((sum, value) => sum + value, 0);
}
