import { runChild } from "./child.ts";
import { median } from "./median.ts";

/** Bringing up a fleet in one process, module loading not counted. Medians over the runs. */
export interface BringUp {
  readonly clusters: number;
  readonly totalMs: number;
  /** The first stack, with which the program is compiled and the network made. */
  readonly firstMs: number;
  /** Each further cluster, on average. */
  readonly furtherMs: number;
  /** Each of the last quarter of the clusters, on average: as much as `furtherMs` if time is linear. */
  readonly lastMs: number;
  readonly peakMemoryMb: number;
}

const worker = new URL("bring-up-worker.ts", import.meta.url);

export async function measureBringUp(clusters: number, runs: number): Promise<BringUp> {
  const samples: BringUp[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { stdout, peakMemoryMb } = await runChild(worker, [String(clusters)]);
    const times = JSON.parse(stdout) as number[];
    const [firstMs = 0, ...further] = times;
    samples.push({
      clusters,
      totalMs: sum(times),
      firstMs,
      furtherMs: mean(further),
      lastMs: mean(further.slice(-Math.ceil(clusters / 4))),
      peakMemoryMb,
    });
  }
  const middle = (field: keyof BringUp): number => median(samples.map((sample) => sample[field]));
  return {
    clusters,
    totalMs: middle("totalMs"),
    firstMs: middle("firstMs"),
    furtherMs: middle("furtherMs"),
    lastMs: middle("lastMs"),
    peakMemoryMb: middle("peakMemoryMb"),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
