/** `npm run bench`: measures time, memory and throughput, and prints them beside what is aimed at. */
import { Command, InvalidArgumentError } from "commander";
import { measureEngine } from "./engine/engine.ts";
import { hasEngine } from "./engine/pulumi.ts";
import { renderEngineReport } from "./engine/report.ts";
import { progress } from "./progress.ts";
import { measureApps } from "./apps.ts";
import { measureCriticalPaths } from "./critical-path.ts";
import { measureBringUp, type BringUp } from "./bring-up.ts";
import { measurePods } from "./pods.ts";
import { thisMachine } from "./machine.ts";
import { renderReport, type BenchReport } from "./report.ts";
import { measureNames } from "./names.ts";
import { measureHttps, measureRequests, measureRules } from "./requests.ts";
import { measureWholeRun } from "./whole-run.ts";

const FLEET_SIZES = [2, 8, 32, 64];

const { json, runs, engine } = new Command("bench")
  .description("measure the simulated cloud on this machine; takes a minute or two, best on an idle machine")
  .option("--json", "print one JSON document instead of tables")
  .option("--runs <number>", "how often to measure each figure; the median counts", parseRuns, 5)
  .option(
    "--engine",
    "measure stacks under the Pulumi engine instead; needs pulumi on the PATH, and npm's registry",
  )
  .parse()
  .opts<{ json?: boolean; runs: number; engine?: boolean }>();

if (engine === true && !hasEngine()) {
  process.stderr.write("error: there is no pulumi on the PATH; install it, or leave --engine out\n");
  process.exit(1);
}
const machine = thisMachine();
if (engine === true) {
  const report = { machine, engine: await measureEngine(runs) };
  print(report, renderEngineReport(report));
} else {
  const report = await measureSimulation();
  print(report, renderReport(report));
}

function print(report: object, tables: string): void {
  process.stdout.write(`${json === true ? JSON.stringify(report, undefined, 2) : tables}\n`);
}

async function measureSimulation(): Promise<BenchReport> {
  progress("npm run local -- --once");
  const wholeRun = await measureWholeRun(runs);
  const bringUp: BringUp[] = [];
  for (const clusters of FLEET_SIZES) {
    progress(`the bring-up of ${clusters} clusters`);
    bringUp.push(await measureBringUp(clusters, runs));
  }
  progress("the critical path in virtual time");
  const criticalPaths = await measureCriticalPaths();
  progress("many applications");
  const apps = await measureApps(runs);
  progress("many pods");
  const pods = await measurePods(runs);
  progress("requests per second");
  const requests = await measureRequests(runs);
  progress("requests per second by HTTPS");
  const https = await measureHttps(runs);
  progress("requests per second with many rules");
  const rules = await measureRules(runs);
  progress("many names");
  const names = measureNames(runs);
  return { machine, wholeRun, bringUp, apps, pods, criticalPaths, requests, https, rules, names };
}

function parseRuns(text: string): number {
  const runs = Number(text);
  if (!Number.isInteger(runs) || runs < 1) throw new InvalidArgumentError("give a whole number from 1");
  return runs;
}
