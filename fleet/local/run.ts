import pc from "picocolors";
import type { Cloud } from "../../sim/core/cloud.ts";
import { DataPlane } from "../../sim/data-plane/data-plane.ts";
import { UserError } from "../project/errors.ts";
import { bringUp } from "./bring-up.ts";
import { runInRealTime } from "./clock-driver.ts";
import { createConsole } from "./console.ts";
import { withDocument } from "./problems.ts";
import { exportStacks, prepareFolder } from "./export.ts";
import { requireFreePort } from "./port.ts";
import { howToAsk } from "./how-to-ask.ts";
import { renderSummary } from "./render/summary.ts";
import { renderTraffic } from "./render/traffic.ts";
import { renderVerification } from "./render/verification.ts";
import type { LocalReport, StackReport, TeardownReport, TestedLoadBalancer } from "./report.ts";
import { LocalSession, type SessionOptions } from "./session.ts";
import { tearDown } from "./tear-down.ts";
import { LOOPBACK } from "./traffic/admitted-address.ts";
import { trafficFlaws } from "./traffic/flaws.ts";
import { testTraffic } from "./traffic/test-traffic.ts";
import { refuseUnhealthy, verifyTargets } from "./verify.ts";
import { writeLines } from "../terminal/lines.ts";
import { withCertificateFile } from "./certificate-file.ts";

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
 * and tears everything down again. With `json` it prints one document, also when it fails.
 *
 * @param stopRequested called when serving begins; serving ends when its promise resolves.
 * @throws UserError when a stack fails, targets are not healthy, requests fail, or something is left over.
 */
export function runLocal(
  options: LocalOptions,
  stopRequested: (cloud: Cloud) => Promise<void>,
): Promise<void> {
  return withDocument<LocalReport>(options.json === true, (report) =>
    performRun(options, stopRequested, report),
  );
}

/** @param report is filled as the run goes on. */
async function performRun(
  options: LocalOptions,
  stopRequested: (cloud: Cloud) => Promise<void>,
  report: Partial<Writable<LocalReport>>,
): Promise<void> {
  const started = performance.now();
  const console = createConsole(
    options.json === true ? process.stderr : process.stdout,
    options.quiet === true,
  );
  const session = await LocalSession.open(options);
  for (const warning of session.warnings) writeLines(process.stderr, `warning: ${warning}\n`);
  if (options.port !== undefined) await requireFreePort(options.port);
  if (options.exportDirectory !== undefined) prepareFolder(options.exportDirectory);

  const stacks: StackReport[] = [];
  report.stacks = stacks;
  report.criticalPath = await bringUp(session, console, stacks);
  if (options.exportDirectory !== undefined) {
    const paths = exportStacks(session, options.exportDirectory);
    console.print(`\nwritten: ${paths.join(", ")}`);
  }
  const verification = verifyTargets(session.cloud);
  report.targetGroups = verification.targetGroups;
  report.targets = verification.targets;
  report.standIns = verification.standIns;
  console.print(`\n${renderVerification(verification)}`);
  refuseUnhealthy(verification);

  const dataPlane = new DataPlane(session.cloud);
  try {
    report.loadBalancers = await testTraffic(session.cloud, dataPlane, verification, { port: options.port });
    console.print(`\n${renderTraffic(report.loadBalancers, console.width)}`);
    if (options.once !== true) {
      const authority = await dataPlane.certificateAuthority();
      await withCertificateFile(authority, (caFile) =>
        serve(session, report.loadBalancers!, { stopRequested, caFile }),
      );
    }
  } finally {
    await dataPlane.close();
  }
  report.teardown = await tearDown(session, console);
  report.durationMs = Math.round(performance.now() - started);
  finish(options, report as LocalReport);
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface ServeOptions {
  readonly stopRequested: (cloud: Cloud) => Promise<void>;
  /** Certificate of who signed those of HTTPS listeners; undefined without HTTPS. */
  readonly caFile: string | undefined;
}

const HOW_TO_PROBE =
  "a line probe <cluster>/<pod> <url> asks from inside of a cluster; help names other commands";

/** Answers requests until it is to stop; the cloud's time passes as fast as ours. */
async function serve(
  session: LocalSession,
  loadBalancers: readonly TestedLoadBalancer[],
  { stopRequested, caFile }: ServeOptions,
): Promise<void> {
  for (const loadBalancer of loadBalancers) {
    const lines = [
      describeServing(loadBalancer),
      ...howToAsk(loadBalancer, caFile).map((line) => `  ${line}`),
    ];
    writeLines(process.stdout, `\n${lines.join("\n")}`);
  }
  writeLines(process.stdout, `\n${HOW_TO_PROBE}\n`);
  const stopTime = runInRealTime(session.cloud);
  await stopRequested(session.cloud);
  stopTime();
  writeLines(process.stdout, "\n");
}

function describeServing({ listeners, traffic: { from } }: TestedLoadBalancer): string {
  const clients = from === LOOPBACK ? "" : `; requests count as from ${from}`;
  return `${pc.bold("serving")} ${listeners.map(({ url }) => url).join(" and ")}  (Ctrl-C tears everything down${clients})`;
}

/** Prints the result, and refuses what is not as it should be. */
function finish({ json, quiet }: LocalOptions, report: LocalReport): void {
  if (json !== true) writeLines(process.stdout, `${quiet === true ? "" : "\n"}${renderSummary(report)}\n`);
  const flaws = [...leftoverFlaws(report.teardown), ...report.loadBalancers.flatMap(trafficFlaws)];
  if (flaws.length > 0) throw new UserError(flaws.join("\n"), flaws);
}

function leftoverFlaws({ leftovers }: TeardownReport): string[] {
  if (leftovers.length === 0) return [];
  return [`still there after the tear-down:\n${leftovers.map((one) => `  ${one}`).join("\n")}`];
}
