import pc from "picocolors";
import { createConsole } from "./console.ts";
import type { DrillOutcome, Symptom } from "./drills/drill.ts";
import { DRILLS, findDrill } from "./drills/index.ts";
import { Scene } from "./drills/scene.ts";
import type { LocalOptions } from "./run.ts";
import { renderTable } from "./render/table.ts";

/** Prints the names of all drills. */
export function listDrills(): void {
  const rows = DRILLS.map(({ name, summary }) => [name, summary]);
  process.stdout.write(`${renderTable(["drill", "what happens"], rows)}\n`);
}

/** Plays one drill and prints cause, symptoms and remedy. @throws UserError */
export async function runDrill(name: string, options: LocalOptions): Promise<void> {
  const drill = findDrill(name);
  const console = createConsole(process.stderr, options.quiet === true || options.json === true);
  const scene = new Scene(options, ({ stack, type, name: resource }) => {
    console.show(() => `${stack}: ${type} ${resource}`);
  });
  const outcome = await drill.play(scene);
  console.clear();
  const { cause, remedy, summary } = drill;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ drill: name, summary, cause, ...outcome, remedy }, undefined, 2)}\n`
      : `${describeDrill({ name, summary, cause, remedy }, outcome)}\n`,
  );
}

function describeDrill(
  drill: { readonly name: string; readonly summary: string; readonly cause: string; readonly remedy: string },
  { symptoms, afterRemedy }: DrillOutcome,
): string {
  return [
    `${pc.bold(drill.name)}: ${drill.summary}`,
    section("Cause", [drill.cause]),
    section("What one sees", symptoms.map(describeSymptom)),
    section("Remedy", [drill.remedy]),
    ...(afterRemedy === undefined ? [] : [section("After the remedy", afterRemedy.map(describeSymptom))]),
  ].join("\n\n");
}

function section(title: string, lines: readonly string[]): string {
  return [pc.bold(title), ...lines.map((line) => line.replaceAll(/^/gm, "  "))].join("\n");
}

function describeSymptom({ where, what }: Symptom): string {
  return `${pc.cyan(where)}\n${what.replaceAll(/^/gm, "  ")}`;
}
