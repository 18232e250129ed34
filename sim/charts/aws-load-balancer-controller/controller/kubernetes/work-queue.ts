import { NotSimulated } from "../../../../core/errors.ts";
import type { Clock, Timer } from "../../../../core/clock.ts";

/** Work that may take (virtual) time: it yields the milliseconds that it waits. */
export type Task<T> = Generator<number, T, void>;

/** Thrown to be called again later: no failure, so no event and no back-off. */
export class RequeueAfter extends Error {
  readonly delayMs: number;

  constructor(reason: string, delayMs: number) {
    super(`requeue needed after ${delayMs / 1000}s: ${reason}`);
    this.name = "RequeueAfter";
    this.delayMs = delayMs;
  }
}

/** How a queue works off its keys. */
export interface WorkQueueOptions {
  readonly clock: Clock;
  /** How many keys may be in work at one time. */
  readonly concurrency: number;
  /** Longest delay after failures, in milliseconds; the first is {@link FIRST_BACKOFF_MS} and doubles. */
  readonly maxBackoffMs: number;
  readonly reconcile: (key: string) => Task<void>;
  /** Told of each failure; it comes back on its own. */
  readonly onError: (key: string, error: unknown) => void;
}

/** https://pkg.go.dev/k8s.io/client-go/util/workqueue#DefaultTypedControllerRateLimiter */
const FIRST_BACKOFF_MS = 5;

/**
 * The queue in front of a reconciler: a key waits at most once, is never in work twice at the same time, and comes
 * back with growing delays after failures. The behaviour of controller-runtime's queues, on the virtual clock.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #waiting = new Set<string>();
  readonly #working = new Set<string>();
  /** Keys that were added while in work: they go again at the end. */
  readonly #dirty = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #timers = new Set<Timer>();
  #scheduled = false;
  #stopped = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  add(key: string): void {
    if (this.#stopped) return;
    if (this.#working.has(key)) {
      this.#dirty.add(key);
      return;
    }
    this.#waiting.add(key);
    this.#schedule();
  }

  addAfter(key: string, delayMs: number): void {
    this.#after(delayMs, () => this.add(key));
  }

  /** Ends all work where it stands. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#waiting.clear();
  }

  #schedule(): void {
    if (this.#scheduled || this.#stopped) return;
    this.#scheduled = true;
    this.#after(0, () => {
      this.#scheduled = false;
      this.#startWork();
    });
  }

  #startWork(): void {
    for (const key of this.#waiting) {
      if (this.#working.size >= this.#options.concurrency) return;
      this.#waiting.delete(key);
      this.#working.add(key);
      this.#step(key, this.#options.reconcile(key));
    }
  }

  #step(key: string, task: Task<void>): void {
    if (this.#stopped) return;
    try {
      const { done, value } = task.next();
      if (done !== true) {
        this.#after(value, () => this.#step(key, task));
        return;
      }
      this.#failures.delete(key);
    } catch (error) {
      if (error instanceof NotSimulated) throw error;
      this.#retry(key, error);
    }
    this.#working.delete(key);
    if (this.#dirty.delete(key)) this.#waiting.add(key);
    if (this.#waiting.size > 0) this.#schedule();
  }

  #retry(key: string, error: unknown): void {
    if (error instanceof RequeueAfter) {
      this.#failures.delete(key);
      this.addAfter(key, error.delayMs);
      return;
    }
    this.#options.onError(key, error);
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.addAfter(key, Math.min(FIRST_BACKOFF_MS * 2 ** failures, this.#options.maxBackoffMs));
  }

  #after(delayMs: number, work: () => void): void {
    const timer = this.#options.clock.schedule(delayMs, () => {
      this.#timers.delete(timer);
      if (!this.#stopped) work();
    });
    this.#timers.add(timer);
  }
}
