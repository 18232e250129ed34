import { renderTable } from "../fleet/local/render/table.ts";
import type { ManyApps } from "./apps.ts";
import type { ManyPods } from "./pods.ts";
import type { BringUp } from "./bring-up.ts";
import type { FleetPaths } from "./critical-path.ts";
import { describe, type Machine } from "./machine.ts";
import type { ManyNames } from "./names.ts";
import type { HttpsThroughput, Requests, RuleThroughput, Throughput } from "./requests.ts";
import { latency, megabytes, milliseconds, minutes, seconds } from "./units.ts";
import type { WholeRun } from "./whole-run.ts";

/** The document that `npm run bench -- --json` prints. Milliseconds and megabytes. */
export interface BenchReport {
  readonly machine: Machine;
  readonly wholeRun: WholeRun;
  readonly bringUp: readonly BringUp[];
  readonly apps: readonly ManyApps[];
  readonly pods: ManyPods;
  readonly criticalPaths: readonly FleetPaths[];
  readonly requests: Requests;
  readonly https: HttpsThroughput;
  readonly rules: RuleThroughput;
  readonly names: ManyNames;
}

/** The report as tables, with what is aimed at. */
export function renderReport({
  machine,
  wholeRun,
  bringUp,
  apps,
  pods,
  criticalPaths,
  requests,
  https,
  rules,
  names,
}: BenchReport): string {
  return [
    describe(machine),
    renderTable(
      ["local --once", "measured", "aim"],
      [
        ["wall time", seconds(wholeRun.wallMs), "under 8 s"],
        ["beside loading the five SDKs", (wholeRun.wallMs / wholeRun.sdksMs).toFixed(1), "2.2"],
        ["peak memory", megabytes(wholeRun.peakMemoryMb), "under 350 MB"],
      ],
    ),
    renderTable(
      [
        "clusters",
        "bring-up",
        "first",
        "each further (aim: under 60 ms)",
        "each of the last quarter",
        "peak memory",
      ],
      bringUp.map(({ clusters, totalMs, firstMs, furtherMs, lastMs, peakMemoryMb }) => [
        String(clusters),
        seconds(totalMs),
        milliseconds(firstMs),
        milliseconds(furtherMs),
        milliseconds(lastMs),
        megabytes(peakMemoryMb),
      ]),
    ),
    renderTable(
      ["applications", "clusters", "bring-up", "each further (aim: the same in every row)", "peak memory"],
      apps.map(({ apps: number, clusters, totalMs, furtherMs, peakMemoryMb }) => [
        String(number),
        String(clusters),
        seconds(totalMs),
        furtherMs === undefined ? "" : milliseconds(furtherMs),
        megabytes(peakMemoryMb),
      ]),
    ),
    renderTable(
      ["pods", "clusters", "all healthy after (aim: under 10 s)", "of the processor", "virtual time"],
      [
        [
          String(pods.pods),
          String(pods.clusters),
          seconds(pods.realMs),
          seconds(pods.cpuMs),
          seconds(pods.virtualMs),
        ],
      ],
    ),
    renderTable(
      ["virtual time", "clusters", "critical path", "of one cluster's (aim with an edge: at most 115 %)"],
      criticalPaths.flatMap(({ kind, paths }) =>
        paths.map(({ clusters, durationMs }) => [
          kind,
          String(clusters),
          minutes(durationMs),
          `${((durationMs * 100) / paths[0]!.durationMs).toFixed(0)} %`,
        ]),
      ),
    ),
    renderTable(
      ["HTTP", "requests per second", "p99"],
      [
        throughputRow("simulated ALB", requests.loadBalancer),
        throughputRow("bare Node server", requests.bareServer),
        ["share", `${(requests.share * 100).toFixed(0)} % (aim: at least 33 %)`, ""],
      ],
    ),
    renderTable(
      ["simulated ALB", "requests per second", "p99"],
      [
        throughputRow("HTTPS", https.https),
        throughputRow("HTTP", https.http),
        ["share", `${(https.share * 100).toFixed(0)} %`, ""],
      ],
    ),
    renderTable(
      ["rules", "requests per second", "p99"],
      [
        throughputRow(String(rules.rules), rules.manyRules),
        throughputRow("1", rules.oneRule),
        ["share", `${(rules.share * 100).toFixed(0)} % (aim: at least 80 %)`, ""],
      ],
    ),
    renderTable(
      ["names of one ExternalDNS", "requests", "virtual time", "to make them", "to find all up to date"],
      [
        [
          String(names.names),
          String(names.batches),
          seconds(names.virtualMs),
          milliseconds(names.makeMs),
          milliseconds(names.lookMs),
        ],
      ],
    ),
  ].join("\n\n");
}

function throughputRow(name: string, { requestsPerSecond, p99Ms }: Throughput): string[] {
  return [name, String(requestsPerSecond), latency(p99Ms)];
}
