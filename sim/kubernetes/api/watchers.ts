import type { Clock } from "../../core/clock.ts";
import type { Gvk, WatchEvent } from "../types.ts";
import { gvkOf } from "./kinds.ts";

interface Watcher {
  readonly listener: (event: WatchEvent) => void;
  readonly kinds: ReadonlySet<Gvk> | undefined;
}

/** Tells listeners of changes, through the clock: never inside the call that made the change. */
export class Watchers {
  readonly #clock: Clock;
  readonly #watchers = new Set<Watcher>();
  #pending: WatchEvent[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(listener: (event: WatchEvent) => void, kinds?: readonly Gvk[]): () => void {
    const watcher: Watcher = { listener, kinds: kinds === undefined ? undefined : new Set(kinds) };
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  notify(event: WatchEvent): void {
    if (this.#watchers.size === 0) return;
    if (this.#pending.push(event) === 1) this.#clock.schedule(0, () => this.#deliver());
  }

  /** Forgets all listeners. */
  clear(): void {
    this.#watchers.clear();
  }

  #deliver(): void {
    const events = this.#pending;
    this.#pending = [];
    for (const event of events) {
      const gvk = gvkOf(event.object);
      for (const { listener, kinds } of this.#watchers) {
        if (kinds === undefined || kinds.has(gvk)) listener(event);
      }
    }
  }
}
