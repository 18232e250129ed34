import type { Clock, Timer } from "../../core/clock.ts";
import { KubernetesError, NotSimulated } from "../../core/errors.ts";

/** Work that may take (virtual) time: it yields the milliseconds that it waits. */
export type Task<T> = Generator<number, T, void>;

/** Thrown by a pass that is to be repeated later: no failure, so no event and no back-off. */
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
  /** Brings what a key stands for nearer to what it should be: at once, or as a task that waits in between. */
  readonly reconcile: (key: string) => Task<void> | void;
  /** How many keys may be in work at one time. Default: 1. */
  readonly concurrency?: number;
  /** Longest delay after failures, in milliseconds; the first is 5 ms and doubles. Default: 1,000 s. */
  readonly maxBackoffMs?: number;
  /**
   * Told of each failure; the key comes back on its own. What it throws passes through. Default: passes on what the API
   * server did not say, as a fault of the simulation.
   */
  readonly onError?: (key: string, error: unknown) => void;
}

/** https://pkg.go.dev/k8s.io/client-go/util/workqueue#DefaultTypedControllerRateLimiter */
const FIRST_BACKOFF_MS = 5;
const MAX_BACKOFF_MS = 1_000_000;

/**
 * The queue in front of a reconciler: a key waits at most once, is never in work twice at the same time, and comes
 * back with growing delays after failures. The behaviour of client-go's queues, on the virtual clock.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #ready = new Set<string>();
  readonly #working = new Set<string>();
  /** Keys that were added while in work: they go again at the end. */
  readonly #dirty = new Set<string>();
  readonly #delayed = new Map<string, { readonly at: number; readonly timer: Timer }>();
  readonly #failures = new Map<string, number>();
  readonly #timers = new Set<Timer>();
  #stopped = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  /** Looks at `key` after `delayMs`, and of several such delays after the one that ends first. */
  add(key: string, delayMs = 0): void {
    if (this.#stopped) return;
    if (delayMs > 0) this.#addLater(key, delayMs);
    else if (this.#working.has(key)) this.#dirty.add(key);
    else if (!this.#ready.has(key)) {
      this.#ready.add(key);
      this.#after(0, () => this.#takeNext());
    }
  }

  /** Ends all work where it stands. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #addLater(key: string, delayMs: number): void {
    const at = this.#options.clock.now() + delayMs;
    const present = this.#delayed.get(key);
    if (present !== undefined) {
      if (present.at <= at) return;
      present.timer.cancel();
      this.#timers.delete(present.timer);
    }
    const timer = this.#after(delayMs, () => {
      this.#delayed.delete(key);
      this.add(key);
    });
    this.#delayed.set(key, { at, timer });
  }

  #takeNext(): void {
    const [key] = this.#ready;
    if (key === undefined || this.#working.size >= (this.#options.concurrency ?? 1)) return;
    this.#ready.delete(key);
    this.#working.add(key);
    this.#step(key, this.#begin(key));
  }

  *#begin(key: string): Task<void> {
    const task = this.#options.reconcile(key);
    if (task !== undefined) yield* task;
  }

  #step(key: string, task: Task<void>): void {
    try {
      const { done, value } = task.next();
      if (done !== true) {
        this.#after(value, () => this.#step(key, task));
        return;
      }
      this.#failures.delete(key);
    } catch (error) {
      return this.#fail(key, error);
    }
    this.#finish(key);
  }

  /** What is thrown further ends this pass alone: the key is looked at again when what it stands for changes. */
  #fail(key: string, error: unknown): void {
    try {
      this.#comeBack(key, error);
    } finally {
      this.#finish(key);
    }
  }

  #comeBack(key: string, error: unknown): void {
    if (error instanceof NotSimulated) throw error;
    if (error instanceof RequeueAfter) {
      this.#failures.delete(key);
      return this.add(key, error.delayMs);
    }
    const { onError = passFaults, maxBackoffMs = MAX_BACKOFF_MS } = this.#options;
    onError(key, error);
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.add(key, Math.min(FIRST_BACKOFF_MS * 2 ** failures, maxBackoffMs));
  }

  #finish(key: string): void {
    this.#working.delete(key);
    if (this.#dirty.delete(key)) this.#ready.add(key);
    if (this.#ready.size > 0) this.#after(0, () => this.#takeNext());
  }

  #after(delayMs: number, work: () => void): Timer {
    const timer = this.#options.clock.schedule(delayMs, () => {
      this.#timers.delete(timer);
      if (!this.#stopped) work();
    });
    this.#timers.add(timer);
    return timer;
  }
}

function passFaults(_key: string, error: unknown): void {
  if (!(error instanceof KubernetesError)) throw error;
}
