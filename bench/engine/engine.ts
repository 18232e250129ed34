import { runChild } from "../child.ts";
import { median } from "../median.ts";
import { progress } from "../progress.ts";
import { measurePreviews, type StackPreview } from "./previews.ts";
import { copyForTsNode, copyTypeStripped } from "./program-copies.ts";
import { measureProviderCalls, type ProviderCalls } from "./provider-calls.ts";
import type { Command } from "./pulumi.ts";
import { withPulumi } from "./with-pulumi.ts";

/** The primary stack under the Pulumi engine, against the simulated cloud. Medians over the runs. */
export interface Engine {
  readonly typeStripped: ProgramRun;
  readonly tsNode: ProgramRun;
  /** Loading the modules of the type-stripped program, the Pulumi SDK included: what passes until it starts. */
  readonly loadMs: number;
  readonly providerCalls: ProviderCalls;
  readonly previews: readonly StackPreview[];
}

/** How one way of running the program fares. */
export interface ProgramRun {
  readonly previewMs: number;
  readonly upMs: number;
  /** Most memory of the process that runs the program, during a preview. */
  readonly peakMemoryMb: number;
}

const STACK = "cluster1";

/** Measures both ways of running the program. @throws Error when pulumi or npm fails. */
export async function measureEngine(runs: number): Promise<Engine> {
  progress("how long the program's modules load");
  const load = () => runChild(new URL("load-program.ts", import.meta.url), []);
  // The first time fills caches: Node's of compiled code, the system's of files.
  await load();
  const loads = [];
  for (let run = 0; run < runs; run += 1) loads.push(await load());
  progress("provider calls");
  const providerCalls = await measureProviderCalls();
  progress("pulumi with type-stripped sources");
  const typeStripped = await measureProgram(copyTypeStripped, runs);
  progress("pulumi with ts-node, which npm installs first");
  const tsNode = await measureProgram(copyForTsNode, runs);
  const loadMs = median(loads.map(({ wallMs }) => wallMs));
  return { typeStripped, tsNode, loadMs, providerCalls, previews: await measurePreviews(runs) };
}

function measureProgram(copy: (folder: string) => void, runs: number): Promise<ProgramRun> {
  return withPulumi({ copy }, async (pulumi) => {
    await pulumi.run("stack", "init", STACK);
    // Fills caches, as above.
    await pulumi.run("preview", "--stack", STACK);
    const previews: Command[] = [];
    const ups: Command[] = [];
    for (let run = 0; run < runs; run += 1) {
      previews.push(await pulumi.run("preview", "--stack", STACK));
      ups.push(await pulumi.run("up", "--yes", "--skip-preview", "--stack", STACK));
      await pulumi.run("destroy", "--yes", "--skip-preview", "--stack", STACK);
    }
    return {
      previewMs: median(previews.map(({ wallMs }) => wallMs)),
      upMs: median(ups.map(({ wallMs }) => wallMs)),
      peakMemoryMb: median(previews.map(({ peakMemoryMb }) => peakMemoryMb)),
    };
  });
}
