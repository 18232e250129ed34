import { fileURLToPath } from "node:url";
import { median } from "../median.ts";
import { progress } from "../progress.ts";
import { copyExample, copyTypeStripped } from "./program-copies.ts";
import type { Command } from "./pulumi.ts";
import { withPulumi, type Site } from "./with-pulumi.ts";

/** How long the preview of a stack takes that is not there yet. Medians over the runs. */
export interface StackPreview {
  readonly stack: string;
  readonly previewMs: number;
  readonly peakMemoryMb: number;
}

const PRODUCTION: Site = {
  copy: (folder) => {
    copyExample(folder, "production");
  },
  given: fileURLToPath(new URL("../../examples/production/given.yaml", import.meta.url)),
};

/** Previews of stacks with all that production needs, beside that of the project's first one. */
export async function measurePreviews(runs: number): Promise<readonly StackPreview[]> {
  progress("previews of production");
  return [
    ...(await measureStacks("", { copy: copyTypeStripped }, ["cluster1"], runs)),
    ...(await measureStacks("production/", PRODUCTION, ["edge", "blue"], runs)),
  ];
}

/** Stacks that build on each other: each is brought up after its previews. */
function measureStacks(
  prefix: string,
  site: Site,
  stacks: readonly string[],
  runs: number,
): Promise<readonly StackPreview[]> {
  return withPulumi(site, async (pulumi) => {
    const measured: StackPreview[] = [];
    for (const stack of stacks) {
      await pulumi.run("stack", "init", stack);
      const previews: Command[] = [];
      // The first one fills caches.
      for (let run = 0; run <= runs; run += 1) previews.push(await pulumi.run("preview", "--stack", stack));
      const [, ...counted] = previews;
      measured.push({
        stack: prefix + stack,
        previewMs: median(counted.map(({ wallMs }) => wallMs)),
        peakMemoryMb: median(counted.map(({ peakMemoryMb }) => peakMemoryMb)),
      });
      if (stack !== stacks.at(-1)) await pulumi.run("up", "--yes", "--skip-preview", "--stack", stack);
    }
    return measured;
  });
}
