import { writeLines } from "../terminal/lines.ts";
/** What reads it has ended, or there is no room for it. */
const REASONS: Readonly<Record<string, string>> = {
  EPIPE: "what read it has ended",
  ENOSPC: "the disk is full",
  EDQUOT: "your quota of the disk is used up",
};

let end = (): void => process.exit();

/** Ends the process, with one message and an exit code, as soon as standard output cannot be written. */
export function watchOutput(): void {
  process.stdout.once("error", ({ code = "unknown", message }: NodeJS.ErrnoException) => {
    // Nothing of what may still be written reaches anybody.
    process.stdout.on("error", () => {});
    writeLines(
      process.stderr,
      `error: standard output cannot be written (${code}): ${REASONS[code] ?? message}\n`,
    );
    process.exitCode = 1;
    end();
  });
  // There is no place left to tell it.
  process.stderr.on("error", () => {});
}

/** Lets a command that must not be cut off end by itself when its output is lost. */
export function endByItself(own: () => void): void {
  end = own;
}
