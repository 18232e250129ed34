import { runChild } from "./child.ts";
import { median } from "./median.ts";

/** Bringing up a fleet with many applications in one process, module loading not counted. Medians over the runs. */
export interface ManyApps {
  readonly apps: number;
  readonly clusters: number;
  readonly totalMs: number;
  readonly peakMemoryMb: number;
  /** Each application beyond those of the row before, in all clusters together. */
  readonly furtherMs: number | undefined;
}

const CLUSTERS = 4;

/** The last is the most that a load balancer takes. */
const APPS = [1, 50, 100];

const worker = new URL("apps-worker.ts", import.meta.url);

export async function measureApps(runs: number): Promise<ManyApps[]> {
  const rows: ManyApps[] = [];
  for (const apps of APPS) {
    const samples: { totalMs: number; peakMemoryMb: number }[] = [];
    for (let run = 0; run < runs; run += 1) {
      const { stdout, peakMemoryMb } = await runChild(worker, [String(apps), String(CLUSTERS)]);
      samples.push({ totalMs: Number(stdout), peakMemoryMb });
    }
    const totalMs = median(samples.map((sample) => sample.totalMs));
    const before = rows.at(-1);
    rows.push({
      apps,
      clusters: CLUSTERS,
      totalMs,
      peakMemoryMb: median(samples.map((sample) => sample.peakMemoryMb)),
      furtherMs: before && (totalMs - before.totalMs) / (apps - before.apps),
    });
  }
  return rows;
}
