import { renderTable } from "../../fleet/local/render/table.ts";
import { describe, type Machine } from "../machine.ts";
import { megabytes, seconds } from "../units.ts";
import type { Engine, ProgramRun } from "./engine.ts";

/** The document that `npm run bench -- --engine --json` prints. Milliseconds and megabytes. */
export interface EngineReport {
  readonly machine: Machine;
  readonly engine: Engine;
}

/** The report as tables, with what is aimed at. */
export function renderEngineReport({ machine, engine }: EngineReport): string {
  const { typeStripped, tsNode, loadMs, providerCalls, previews } = engine;
  const row = (name: string, field: keyof ProgramRun, unit: (value: number) => string) => [
    name,
    unit(typeStripped[field]),
    unit(tsNode[field]),
    (typeStripped[field] / tsNode[field]).toFixed(2),
  ];
  return [
    describe(machine),
    renderTable(
      ["cluster1", "type-stripped", "ts-node", "ratio (aim: 0.35)"],
      [
        row("pulumi preview", "previewMs", seconds),
        row("pulumi up", "upMs", seconds),
        row("peak memory of the program", "peakMemoryMb", megabytes),
      ],
    ),
    renderTable(
      ["preview of a new stack", "wall time", "peak memory"],
      previews.map(({ stack, previewMs, peakMemoryMb }) => [
        stack,
        seconds(previewMs),
        megabytes(peakMemoryMb),
      ]),
    ),
    `loading the program's modules: ${seconds(loadMs)}, ${((loadMs / typeStripped.previewMs) * 100).toFixed(0)} % of a preview`,
    `provider calls per second: ${providerCalls.oneCaller} from one caller, ${providerCalls.sixteenCallers} from sixteen`,
  ].join("\n\n");
}
