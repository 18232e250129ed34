import pc from "picocolors";
import { createConsole } from "./console.ts";
import type { Drill, Moment } from "./drills/drill.ts";
import type { Symptom } from "./drills/symptom.ts";
import { DRILLS, findDrill } from "./drills/index.ts";
import { Scene } from "./drills/scene.ts";
import { withDocument } from "./problems.ts";
import type { LocalOptions } from "./run.ts";
import { renderTable } from "./render/table.ts";
import { seconds } from "./words.ts";
import { writeLines } from "../terminal/lines.ts";

/** Prints the names of all drills, as a table or as JSON. */
export function listDrills({ json }: Pick<LocalOptions, "json">): void {
  const drills = DRILLS.map(({ name, summary }) => ({ name, summary }));
  const table = renderTable(
    ["drill", "what happens"],
    drills.map(({ name, summary }) => [name, summary]),
  );
  if (json === true) process.stdout.write(`${JSON.stringify(drills, undefined, 2)}\n`);
  else writeLines(process.stdout, `${table}\n`);
}

/**
 * Plays one drill and prints cause, symptoms and remedy; how it goes is shown on standard error.
 *
 * @throws UserError
 */
export function runDrill(name: string, options: LocalOptions): Promise<void> {
  return withDocument<DrillReport>(options.json === true, async (report) => {
    const drill = findDrill(name);
    const { cause, remedy, summary } = drill;
    Object.assign(report, { drill: name, summary, cause });
    const { moments, afterRemedy } = await drill.play(sceneOf(options));
    Object.assign(report, { moments, remedy, afterRemedy });
    if (options.json !== true) writeLines(process.stdout, `${describeDrill(drill, moments, afterRemedy)}\n`);
  });
}

/** The document that `mci local --drill <name> --json` prints. */
interface DrillReport {
  readonly drill: string;
  readonly summary: string;
  readonly cause: string;
  readonly moments: readonly Moment[];
  readonly remedy: string;
  readonly afterRemedy: readonly Moment[];
}

function sceneOf(options: LocalOptions): Scene {
  const console = createConsole(process.stderr, options.quiet === true);
  return new Scene(options, {
    step: ({ stack, operation, type, name: resource }) => {
      console.show(() => `${stack}: ${operation} ${type} ${resource}`);
    },
    updated: (stack, succeeded, durationMs) => {
      console.clear();
      console.print(pc.dim(`${stack}: update ${succeeded ? "done" : "failed"}  ${seconds(durationMs)}`));
    },
  });
}

function describeDrill(
  { name, summary, cause, remedy }: Drill,
  moments: readonly Moment[],
  afterRemedy: readonly Moment[],
): string {
  return [
    `${pc.bold(name)}: ${summary}`,
    section("Cause", [cause]),
    section("What one sees", moments.map(describeMoment)),
    section("Remedy", [remedy]),
    ...(afterRemedy.length === 0 ? [] : [section("After the remedy", afterRemedy.map(describeMoment))]),
  ].join("\n\n");
}

function section(title: string, paragraphs: readonly string[]): string {
  return [pc.bold(title), ...paragraphs.map(indent)].join("\n");
}

function describeMoment({ when, symptoms }: Moment): string {
  return [pc.yellow(when), ...symptoms.map((symptom) => indent(describeSymptom(symptom)))].join("\n");
}

function describeSymptom({ where, what }: Symptom): string {
  return `${pc.cyan(where)}\n${indent(what)}`;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}
