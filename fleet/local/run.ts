import pc from "picocolors";
import { DataPlane } from "../../sim/data-plane/data-plane.ts";
import { UserError } from "../project/errors.ts";
import { bringUp, seconds } from "./bring-up.ts";
import { runInRealTime } from "./clock-driver.ts";
import { createConsole, type Console } from "./console.ts";
import { exportStacks } from "./export.ts";
import { renderBars, renderTable } from "./render/table.ts";
import type { LocalReport, StackReport, TeardownReport, TrafficReport } from "./report.ts";
import { LocalSession, type SessionOptions } from "./session.ts";
import { tearDown } from "./tear-down.ts";
import { sendTraffic, SIGNIFICANCE } from "./traffic.ts";
import { describeTarget, isUnfit, verifyTargets, type Verification } from "./verify.ts";

export interface LocalOptions extends SessionOptions {
  /** Tear down after the traffic test. */
  readonly once?: boolean;
  /** Port of the load balancer on 127.0.0.1. Default: a free one. */
  readonly port?: number;
  /** Where to write manifests and AWS resources. */
  readonly exportDirectory?: string;
  /** Print only what failed and the result. */
  readonly quiet?: boolean;
  /** Print one JSON document. */
  readonly json?: boolean;
}

/**
 * Brings all stacks up in a simulated cloud, verifies targets, sends traffic, serves until interrupted (unless `once`),
 * and tears everything down again.
 *
 * @throws UserError when a stack fails, targets are not healthy, or something is left over.
 */
export async function runLocal(options: LocalOptions): Promise<LocalReport> {
  const started = performance.now();
  const console = createConsole(process.stdout, options.quiet === true || options.json === true);
  const session = await LocalSession.open(options);
  const stacks = await bringUp(session, console);
  if (options.exportDirectory !== undefined) {
    const paths = exportStacks(session, options.exportDirectory);
    console.print(`\nwritten: ${paths.join(", ")}`);
  }
  const verification = verifyTargets(session.cloud);
  printVerification(console, verification, session.cloud.clusters.size);
  refuseUnhealthy(verification);

  const dataPlane = new DataPlane(session.cloud);
  try {
    const [loadBalancer] = verification.loadBalancers;
    const listener = await openListener(dataPlane, loadBalancer!.arn, options.port);
    const traffic = await sendTraffic(listener.url, verification.targets);
    printTraffic(console, traffic);
    if (options.once !== true) await serve(session, listener.url);
    await dataPlane.close();
    const teardown = tearDown(session, console);
    const report: LocalReport = {
      stacks,
      loadBalancer: { ...loadBalancer!, url: listener.url },
      targets: verification.targets,
      traffic,
      teardown,
      durationMs: Math.round(performance.now() - started),
    };
    printResult(options, report);
    refuseLeftovers(teardown);
    return report;
  } finally {
    await dataPlane.close();
  }
}

async function openListener(dataPlane: DataPlane, loadBalancerArn: string, port: number | undefined) {
  try {
    return await dataPlane.listen({ loadBalancerArn, ...(port === undefined ? {} : { port }) });
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

/** Answers requests until Ctrl-C or a request to stop; the cloud's time passes as fast as ours. */
async function serve(session: LocalSession, url: string): Promise<void> {
  process.stdout.write(`\n${pc.bold("serving")} ${url}  (Ctrl-C tears everything down)\n`);
  const stopTime = runInRealTime(session.cloud);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  stopTime();
  process.stdout.write("\n");
}

function printVerification(
  console: Console,
  { loadBalancers, targets }: Verification,
  clusters: number,
): void {
  const healthy = targets.filter(({ state }) => state === "healthy").length;
  const rows = targets.map(({ ip, port, cluster, zone, state, reason }) => [
    `${ip}:${port}`,
    cluster ?? "unknown",
    zone,
    reason === undefined ? state : `${state} (${reason})`,
  ]);
  console.print(`\n${renderTable(["target", "cluster", "zone", "state"], rows)}`);
  console.print(
    `\n${healthy} healthy from ${count(clusters, "cluster")} behind ${count(loadBalancers.length, "load balancer")}`,
  );
}

function printTraffic(console: Console, { requests, errors, byCluster, byPod, pValue }: TrafficReport): void {
  console.print(`\n${requests} requests, ${count(errors, "error")}`);
  if (pValue === null) {
    console.print("the app does not say who answers (no header X-Pod-IP), so there is no split to show");
    return;
  }
  console.print(renderBars(byCluster));
  console.print(renderBars(byPod));
  const verdict = pValue < SIGNIFICANCE ? pc.red("uneven") : pc.green("even");
  console.print(
    `split over ${count(Object.keys(byPod).length, "pod")}: ${verdict} (chi-squared p = ${pValue.toFixed(3)})`,
  );
}

function printResult(options: LocalOptions, report: LocalReport): void {
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    return;
  }
  const { stacks, targets, traffic, teardown, durationMs } = report;
  const healthy = targets.filter(({ state }) => state === "healthy").length;
  process.stdout.write(
    `${options.quiet === true ? "" : "\n"}${count(stacks.length, "stack")}, ${count(resourceCount(stacks), "resource")}, ` +
      `${healthy} healthy targets, ${traffic.requests - traffic.errors} of ${traffic.requests} requests answered; ` +
      `deleted ${teardown.order.length}, ${count(teardown.leftovers.length, "leftover")}; ${seconds(durationMs)}\n`,
  );
}

function refuseUnhealthy({ loadBalancers, targets }: Verification): void {
  if (loadBalancers.length === 0)
    throw new UserError("no stack made a load balancer; run a stack with role primary too");
  const unfit = targets.filter(isUnfit);
  if (unfit.length > 0) {
    throw new UserError(
      `${count(unfit.length, "target")} not healthy:\n${unfit.map((target) => `  ${describeTarget(target)}`).join("\n")}`,
    );
  }
}

function refuseLeftovers({ leftovers }: TeardownReport): void {
  if (leftovers.length > 0) {
    throw new UserError(`still there after the tear-down:\n${leftovers.map((one) => `  ${one}`).join("\n")}`);
  }
}

function resourceCount(stacks: readonly StackReport[]): number {
  return stacks.flatMap(({ resources }) => Object.values(resources)).reduce((sum, value) => sum + value, 0);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
