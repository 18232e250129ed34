import { join } from "node:path";
import type { DrillOutcome, Moment } from "../../../../fleet/local/drills/drill.ts";
import { findDrill } from "../../../../fleet/local/drills/index.ts";
import { Scene } from "../../../../fleet/local/drills/scene.ts";
import { reaching } from "../../../support/reach.ts";
import { PROJECT_DIRECTORY } from "../../../support/stack-files.ts";
import { withoutIds } from "../../../support/without-ids.ts";

/** The repository's own stacks. */
export const scene = new Scene({ projectDirectory: PROJECT_DIRECTORY });

/** The stacks of an edge, whose load balancer no cluster owns. */
export const EDGE = join(PROJECT_DIRECTORY, "examples/edge");

/** Plays a drill; ids, addresses and times in what was seen are replaced by names. */
export async function play(name: string, on: Scene = scene): Promise<DrillOutcome> {
  return normalise(await reaching(`drill ${name}`, () => findDrill(name).play(on)));
}

/** Moments as text, indented by moment, place and line. */
export function told(moments: readonly Moment[]): string {
  return moments
    .flatMap(({ when, symptoms }) => [
      when,
      ...symptoms.flatMap(({ where, what }) => [`  ${where}`, what.replaceAll(/^/gm, "    ")]),
    ])
    .join("\n");
}

/** The first line of the first symptom of each moment, by moment: the cause, where one is told. */
export function causes(moments: readonly Moment[]): Record<string, string | undefined> {
  return Object.fromEntries(moments.map(({ when, symptoms }) => [when, symptoms[0]?.what.split("\n")[0]]));
}

function normalise(outcome: DrillOutcome): DrillOutcome {
  const text = JSON.stringify(outcome).replaceAll('\\"', QUOTE);
  return JSON.parse(withoutIds(text).replaceAll(QUOTE, '\\"')) as DrillOutcome;
}

/** Stands for an escaped quote, so that texts look as they do outside of JSON. */
const QUOTE = "\u0000";
