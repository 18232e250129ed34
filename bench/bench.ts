/** `npm run bench`: measures time, memory and throughput, and prints them beside what is aimed at. */
import { Command, InvalidArgumentError } from "commander";
import { measureBringUp, type BringUp } from "./bring-up.ts";
import { describeMachine } from "./machine.ts";
import { renderReport, type BenchReport } from "./report.ts";
import { measureRequests } from "./requests.ts";
import { measureWholeRun } from "./whole-run.ts";

const FLEET_SIZES = [2, 8, 32, 64];

const { json, runs } = new Command("bench")
  .description("measure the simulated cloud on this machine; takes a minute or two, best on an idle machine")
  .option("--json", "print one JSON document instead of tables")
  .option("--runs <number>", "how often to measure each figure; the median counts", parseRuns, 5)
  .parse()
  .opts<{ json?: boolean; runs: number }>();

const machine = describeMachine();
const wholeRun = await measureWholeRun(runs);
const bringUp: BringUp[] = [];
for (const clusters of FLEET_SIZES) bringUp.push(await measureBringUp(clusters, runs));
const report: BenchReport = { machine, wholeRun, bringUp, requests: await measureRequests(runs) };
process.stdout.write(`${json === true ? JSON.stringify(report, undefined, 2) : renderReport(report)}\n`);

function parseRuns(text: string): number {
  const runs = Number(text);
  if (!Number.isInteger(runs) || runs < 1) throw new InvalidArgumentError("give a whole number from 1");
  return runs;
}
