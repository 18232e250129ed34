import packageJson from "../package.json" with { type: "json" };
import { runChild } from "./child.ts";
import { median } from "./median.ts";

/** `npm run local -- --once` as somebody meets it: a whole process. Medians over the runs. */
export interface WholeRun {
  readonly runs: number;
  readonly wallMs: number;
  /** Of a process that loads Pulumi's SDKs and ends, measured in turns. */
  readonly sdksMs: number;
  readonly peakMemoryMb: number;
}

/** What `npm run local` starts: node, its options, the script and its arguments. */
const [, ...local] = packageJson.scripts.local.split(" ");
const nodeOptions = local.filter((word) => word.startsWith("--"));
const [script, ...args] = local.filter((word) => !word.startsWith("--"));

export async function measureWholeRun(runs: number): Promise<WholeRun> {
  const children = [];
  const loads = [];
  for (let run = 0; run < runs; run += 1) {
    children.push(
      await runChild(new URL(`../${script!}`, import.meta.url), [...args, "--once", "--quiet"], nodeOptions),
    );
    loads.push(await runChild(new URL("load-sdks.js", import.meta.url), []));
  }
  return {
    runs,
    wallMs: median(children.map(({ wallMs }) => wallMs)),
    sdksMs: median(loads.map(({ wallMs }) => wallMs)),
    peakMemoryMb: median(children.map(({ peakMemoryMb }) => peakMemoryMb)),
  };
}
