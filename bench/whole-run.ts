import { runChild } from "./child.ts";
import { median } from "./median.ts";

/** `npm run local -- --once` as somebody meets it: a whole process. Medians over the runs. */
export interface WholeRun {
  readonly runs: number;
  readonly wallMs: number;
  readonly peakMemoryMb: number;
}

const command = new URL("../fleet/cli/mci.ts", import.meta.url);

export async function measureWholeRun(runs: number): Promise<WholeRun> {
  const children = [];
  for (let run = 0; run < runs; run += 1)
    children.push(await runChild(command, ["local", "--once", "--quiet"]));
  return {
    runs,
    wallMs: median(children.map(({ wallMs }) => wallMs)),
    peakMemoryMb: median(children.map(({ peakMemoryMb }) => peakMemoryMb)),
  };
}
