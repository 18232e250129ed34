import { fileURLToPath } from "node:url";
import type { DrillOutcome, Moment } from "../../../../fleet/local/drills/drill.ts";
import { findDrill } from "../../../../fleet/local/drills/index.ts";
import { Scene } from "../../../../fleet/local/drills/scene.ts";

/** The repository, whose own stacks are played. */
export const PROJECT_DIRECTORY = fileURLToPath(new URL("../../../..", import.meta.url));

export const scene = new Scene({ projectDirectory: PROJECT_DIRECTORY });

/** Plays a drill; ids, addresses and times in what was seen are replaced by names. */
export async function play(name: string): Promise<DrillOutcome> {
  return normalise(await findDrill(name).play(scene));
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

/** Things that a cloud gives ids of its own, and what they are called here; a number tells them apart. */
const IDS: readonly (readonly [RegExp, string])[] = [
  [/\b192\.168\.\d+\.\d+:8080\b/g, "target"],
  [/\bsg-[0-9a-f]{17}\b/g, "sg"],
  [/\beni-[0-9a-f]{17}\b/g, "eni"],
];

/** Generated parts of names, and times. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/(?<=\/)[0-9a-f]{16}\b/g, "ID"],
  [/(?<=k8s-[\w-]+-)[0-9a-f]{10}\b/g, "HASH"],
  [/(?<=assumed-role\/[\w-]+-)[0-9a-f]{7}\/\d+/g, "SUFFIX/SESSION"],
  [/\b[0-9a-f]{64}\b/g, "SANDBOX"],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b(?<!0{12})/g, "UID"],
  [/(?<=(deployment-2048|controller)-[0-9a-z]{8,10}-)[0-9a-z]{5}(?![0-9a-z])/g, "POD"],
  [/(?<=(deployment-2048|controller)-)[0-9a-z]{8,10}(?![0-9a-z])/g, "HASH"],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "TIME"],
];

function normalise(outcome: DrillOutcome): DrillOutcome {
  let text = JSON.stringify(outcome).replaceAll('\\"', "\u0000");
  for (const [pattern, replacement] of PARTS) text = text.replaceAll(pattern, replacement);
  for (const [pattern, name] of IDS) {
    const seen = new Map<string, string>();
    text = text.replaceAll(pattern, (id) => {
      if (!seen.has(id)) seen.set(id, `${name}-${seen.size + 1}`);
      return seen.get(id)!;
    });
  }
  return JSON.parse(text.replaceAll("\u0000", '\\"')) as DrillOutcome;
}
