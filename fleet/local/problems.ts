import { UserError } from "../project/errors.ts";

/** What went wrong, one entry per problem. */
function problemsOf(error: unknown): readonly string[] {
  if (error instanceof UserError) return error.problems;
  return [error instanceof Error ? error.message : String(error)];
}

/** Prints a document on standard output. */
export function printDocument(document: object): void {
  process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
}

/**
 * Runs a command whose result is one JSON document, so that there is one when it fails, too: with what is known by then, and
 * the problems.
 */
export async function withDocument<T extends object>(
  json: boolean,
  run: (known: Partial<T>) => Promise<void>,
): Promise<void> {
  const known: Partial<T> = {};
  try {
    await run(known);
  } catch (error) {
    if (json) printDocument({ ...known, problems: problemsOf(error) });
    throw error;
  }
  if (json) printDocument({ ...known, problems: [] });
}
