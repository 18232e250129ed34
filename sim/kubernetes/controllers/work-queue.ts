import type { Clock, Timer } from "../../core/clock.ts";
import { KubernetesError } from "../../core/errors.ts";

/** client-go's default rate limiter: 5 ms, doubled with each failure, at most 1,000 s. */
const BASE_DELAY_MS = 5;
const MAX_DELAY_MS = 1_000_000;

interface Entry {
  readonly at: number;
  readonly timer: Timer;
}

/**
 * Keys of objects that need a look, each at most once. What is refused by the API server is tried again, later and
 * later; any other error is a fault of the simulation and passes through.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #reconcile: (key: string) => void;
  readonly #waiting = new Map<string, Entry>();
  readonly #failures = new Map<string, number>();

  constructor(clock: Clock, reconcile: (key: string) => void) {
    this.#clock = clock;
    this.#reconcile = reconcile;
  }

  /** Looks at `key` after `delayMs`, or earlier if it was to be earlier. */
  add(key: string, delayMs = 0): void {
    const at = this.#clock.now() + delayMs;
    const present = this.#waiting.get(key);
    if (present !== undefined) {
      if (present.at <= at) return;
      present.timer.cancel();
    }
    this.#waiting.set(key, { at, timer: this.#clock.schedule(delayMs, () => this.#run(key)) });
  }

  stop(): void {
    for (const { timer } of this.#waiting.values()) timer.cancel();
    this.#waiting.clear();
  }

  #run(key: string): void {
    this.#waiting.delete(key);
    try {
      this.#reconcile(key);
      this.#failures.delete(key);
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      const failures = this.#failures.get(key) ?? 0;
      this.#failures.set(key, failures + 1);
      this.add(key, Math.min(BASE_DELAY_MS * 2 ** failures, MAX_DELAY_MS));
    }
  }
}

/** The key of an object in a {@link WorkQueue}: `namespace/name`. */
export function keyOf(object: { readonly metadata: { namespace?: string; name: string } }): string {
  return `${object.metadata.namespace ?? ""}/${object.metadata.name}`;
}

/** Takes a key apart again. */
export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
  const end = key.indexOf("/");
  return { namespace: key.slice(0, end), name: key.slice(end + 1) };
}
