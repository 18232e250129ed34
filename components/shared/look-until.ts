import { setTimeout as pause } from "node:timers/promises";
import { PlainError } from "./plain-error.ts";

/** How often to look. On AWS, where one look takes some seconds, that is a matter of minutes. */
const LOOKS = 40;

/** The pause after a look, as a multiple of the time that the look took: long where AWS is slow to answer. */
const PAUSE_FACTOR = 5;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Looks again and again until nothing is missing.
 *
 * @param look rejects while there is not even something to look at.
 * @param missing what is missing of what was found, in words.
 * @param inVain what to say in the end, of what was still missing then, and of why looks before failed: that may be the reason.
 * @returns what was found.
 */
export async function lookUntil<Found>(
  look: () => Promise<Found>,
  missing: (found: Found) => string | undefined,
  inVain: (problem: string) => string,
): Promise<Found> {
  let problem = "";
  const failures = new Set<string>();
  for (let count = 1; count <= LOOKS; count++) {
    const start = performance.now();
    try {
      const found = await look();
      const lack = missing(found);
      if (lack === undefined) return found;
      problem = lack;
    } catch (error) {
      problem = (error as Error).message;
      failures.add(problem);
    }
    await pause(Math.min(PAUSE_FACTOR * (performance.now() - start), LONGEST_PAUSE_MS));
  }
  failures.delete(problem);
  throw new PlainError(inVain([problem, ...failures].join("; a look before failed: ")));
}

/**
 * Ends a look that finds nothing to look at.
 *
 * @param cause what AWS said to the look-up.
 */
export function missing(what: string, cause?: unknown): never {
  const answer = cause instanceof Error ? cause.message : "";
  throw new Error(answer === "" ? what : `${what} (${answer})`);
}
