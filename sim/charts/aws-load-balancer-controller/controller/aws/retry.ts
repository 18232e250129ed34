import type { Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";

/** How often and how long to try, in milliseconds. */
export interface RetryOptions {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Which errors may go away by waiting. */
  readonly retryable: (error: unknown) => boolean;
}

/** Tries at once, then again at intervals while it fails with a retryable error; the last error in the end. */
export function* retry<T>(options: RetryOptions, attempt: () => T): Task<T> {
  for (let waitedMs = 0; ; waitedMs += options.intervalMs) {
    try {
      return attempt();
    } catch (error) {
      if (!options.retryable(error) || waitedMs >= options.timeoutMs) throw error;
    }
    yield options.intervalMs;
  }
}

/** Polls at once, then at intervals, until `done()` holds. @returns whether it did in time. */
export function* poll(intervalMs: number, timeoutMs: number, done: () => boolean): Task<boolean> {
  for (let waitedMs = 0; waitedMs <= timeoutMs; waitedMs += intervalMs) {
    if (done()) return true;
    yield intervalMs;
  }
  return false;
}
