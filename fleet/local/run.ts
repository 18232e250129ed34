import pc from "picocolors";
import { DataPlane, type RunningListener } from "../../sim/data-plane/data-plane.ts";
import { UserError } from "../project/errors.ts";
import { bringUp } from "./bring-up.ts";
import { runInRealTime } from "./clock-driver.ts";
import { createConsole } from "./console.ts";
import { exportStacks, prepareFolder } from "./export.ts";
import { requireFreePort } from "./port.ts";
import { renderSummary, renderTraffic, renderVerification } from "./render/results.ts";
import type { LocalReport } from "./report.ts";
import { LocalSession, type SessionOptions } from "./session.ts";
import { tearDown } from "./tear-down.ts";
import { sendTraffic } from "./traffic.ts";
import { describeTarget, isUnfit, verifyTargets, type Verification } from "./verify.ts";
import { count } from "./words.ts";

export interface LocalOptions extends SessionOptions {
  /** Tear down after the traffic test. */
  readonly once?: boolean;
  /** Port of the load balancer on 127.0.0.1. Default: a free one. */
  readonly port?: number;
  /** Where to write manifests and AWS resources. */
  readonly exportDirectory?: string;
  /** Print only what failed and the result. */
  readonly quiet?: boolean;
  /** Print one JSON document on standard output; progress goes to standard error. */
  readonly json?: boolean;
}

/**
 * Brings all stacks up in a simulated cloud, verifies targets, sends traffic, serves until it is to stop (unless `once`),
 * and tears everything down again.
 *
 * @param stopRequested called when serving begins; serving ends when its promise resolves.
 * @throws UserError when a stack fails, targets are not healthy, requests fail, or something is left over.
 */
export async function runLocal(
  options: LocalOptions,
  stopRequested: () => Promise<void>,
): Promise<LocalReport> {
  const started = performance.now();
  const console = createConsole(
    options.json === true ? process.stderr : process.stdout,
    options.quiet === true,
  );
  const session = await LocalSession.open(options);
  if (options.port !== undefined) await requireFreePort(options.port);
  if (options.exportDirectory !== undefined) prepareFolder(options.exportDirectory);

  const stacks = await bringUp(session, console);
  if (options.exportDirectory !== undefined) {
    const paths = exportStacks(session, options.exportDirectory);
    console.print(`\nwritten: ${paths.join(", ")}`);
  }
  const verification = verifyTargets(session.cloud);
  console.print(`\n${renderVerification(verification)}`);
  refuseUnhealthy(verification);

  const dataPlane = new DataPlane(session.cloud);
  try {
    const [loadBalancer] = verification.loadBalancers;
    const { url } = await listen(dataPlane, loadBalancer!.arn, options.port);
    const traffic = await sendTraffic(url, verification.targets);
    console.print(`\n${renderTraffic(traffic)}`);
    if (options.once !== true) await serve(session, url, stopRequested);
    await dataPlane.close();
    const teardown = tearDown(session, console);
    const report: LocalReport = {
      stacks,
      loadBalancer: { ...loadBalancer!, url },
      targets: verification.targets,
      traffic,
      teardown,
      durationMs: Math.round(performance.now() - started),
    };
    printReport(options, report);
    refuseFlaws(report);
    return report;
  } finally {
    await dataPlane.close();
  }
}

async function listen(
  dataPlane: DataPlane,
  loadBalancerArn: string,
  port: number | undefined,
): Promise<RunningListener> {
  try {
    return await dataPlane.listen({ loadBalancerArn, ...(port === undefined ? {} : { port }) });
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

/** Answers requests until it is to stop; the cloud's time passes as fast as ours. */
async function serve(session: LocalSession, url: string, stopRequested: () => Promise<void>): Promise<void> {
  process.stdout.write(`\n${pc.bold("serving")} ${url}  (Ctrl-C tears everything down)\n`);
  const stopTime = runInRealTime(session.cloud);
  await stopRequested();
  stopTime();
  process.stdout.write("\n");
}

function printReport({ json, quiet }: LocalOptions, report: LocalReport): void {
  const text = json === true ? JSON.stringify(report, undefined, 2) : renderSummary(report);
  process.stdout.write(`${json === true || quiet === true ? "" : "\n"}${text}\n`);
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

function refuseFlaws({ traffic: { requests, errors }, teardown: { leftovers } }: LocalReport): void {
  if (leftovers.length > 0) {
    throw new UserError(`still there after the tear-down:\n${leftovers.map((one) => `  ${one}`).join("\n")}`);
  }
  if (errors === requests) {
    throw new UserError(
      `none of ${requests} requests was answered; they come from 127.0.0.1, which ingress.inboundCidrs may keep out`,
    );
  }
  if (errors > 0) throw new UserError(`${errors} of ${requests} requests failed`);
}
