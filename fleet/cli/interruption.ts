import { constants } from "node:os";
import { writeLines } from "../terminal/lines.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Ctrl-C and requests to stop. They end the process at once, with a word on how to go on, unless somebody is waiting
 * for one.
 */
export class Interruption {
  readonly #howToGoOn: string;
  #awaited: (() => void) | undefined;

  readonly #lastWords: (message: string) => void;

  /**
   * @param howToGoOn what to do after an interruption that nobody waited for.
   * @param lastWords called with what is told then, just before the process ends.
   */
  constructor(howToGoOn: string, lastWords: (message: string) => void) {
    this.#howToGoOn = howToGoOn;
    this.#lastWords = lastWords;
    for (const signal of SIGNALS) process.on(signal, () => this.#on(signal));
  }

  /** Resolves at the next signal, which then does not end the process. */
  readonly next = (): Promise<void> =>
    new Promise((resolve) => {
      this.#awaited = resolve;
    });

  #on(signal: (typeof SIGNALS)[number]): void {
    const awaited = this.#awaited;
    this.#awaited = undefined;
    if (awaited !== undefined) {
      awaited();
      return;
    }
    const message = `interrupted; ${this.#howToGoOn}`;
    writeLines(process.stderr, `\n${message}\n`);
    this.#lastWords(message);
    // What shells report of a process that a signal ended.
    process.exit(128 + constants.signals[signal]);
  }
}
