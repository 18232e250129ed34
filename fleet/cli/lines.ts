import { createInterface } from "node:readline";
import { CommanderError } from "commander";
import type { Cloud } from "../../sim/core/cloud.ts";
import { UserError } from "../project/errors.ts";
import { renderAddresses } from "../probe/render-addresses.ts";
import { writeLines } from "../terminal/lines.ts";
import { probeCommand } from "./probe-command.ts";

const HELP = "probe <from> <url> [--times <number>] [--json], addresses, help, exit\n";

/**
 * Carries out commands on standard input, a line each, while a fleet serves.
 *
 * @param ended when nobody is to be listened to any more.
 * @returns when one of them is `exit`.
 */
export async function takeCommands(cloud: Cloud, ended: AbortSignal): Promise<void> {
  const lines = createInterface({ input: process.stdin, signal: ended });
  for await (const line of lines) {
    const [word, ...words] = wordsOf(line);
    if (word === "exit") return;
    if (word === "probe") await probe(cloud, words);
    else if (word === "addresses") writeLines(process.stdout, `${renderAddresses(cloud)}\n`);
    else if (word !== undefined) writeLines(word === "help" ? process.stdout : process.stderr, HELP);
  }
  // There is no more of it, as in the background: the fleet serves on.
  await new Promise(() => {});
}

/** In quotes or without, as a shell would have it. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? "",
  );
}

/** What is wrong with a command is told, and the next one may be right. */
async function probe(cloud: Cloud, words: readonly string[]): Promise<void> {
  // The SDK is there already, as the fleet is.
  const { runProbes } = await import("../probe/run-probes.ts");
  const command = probeCommand((request) => runProbes(cloud, request)).exitOverride();
  try {
    await command.parseAsync(words, { from: "user" });
  } catch (error) {
    if (error instanceof UserError) writeLines(process.stderr, `error: ${error.message}\n`);
    else if (!(error instanceof CommanderError)) throw error;
  }
}
