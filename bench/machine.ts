import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** Where the figures come from. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  /** Processes that wanted a core in the last minute before measuring; above 1 the figures are too high. */
  readonly load: number;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
    load: loadavg()[0]!,
  };
}

/** The machine in one line. */
export function describe({ processor, cores, memoryGb, node, load }: Machine): string {
  return `${processor}, ${cores} cores, ${memoryGb} GB, Node ${node}, load before: ${load.toFixed(1)}`;
}
