import type { Clock } from "../../../../core/clock.ts";

/** Remembers values for some time, in virtual milliseconds. */
export class ExpiringCache<T> {
  readonly #clock: Clock;
  readonly #ttlMs: number;
  readonly #entries = new Map<string, { readonly value: T; readonly expires: number }>();

  constructor(clock: Clock, ttlMs: number) {
    this.#clock = clock;
    this.#ttlMs = ttlMs;
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expires > this.#clock.now()) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  /** The value of a key; found and remembered if it is not here. */
  getOrFind(key: string, find: () => T): T {
    const present = this.get(key);
    if (present !== undefined) return present;
    const found = find();
    this.set(key, found);
    return found;
  }

  /** The values of keys; those that are not here are found together and remembered. */
  getAll(keys: Iterable<string>, find: (missing: string[]) => ReadonlyMap<string, T>): Map<string, T> {
    const values = new Map<string, T>();
    const missing: string[] = [];
    for (const key of new Set(keys)) {
      const present = this.get(key);
      if (present === undefined) missing.push(key);
      else values.set(key, present);
    }
    for (const [key, value] of missing.length === 0 ? [] : find(missing)) {
      this.set(key, value);
      values.set(key, value);
    }
    return values;
  }

  set(key: string, value: T): void {
    this.#entries.set(key, { value, expires: this.#clock.now() + this.#ttlMs });
  }

  /** Puts another value in place of one that is there, to be forgotten when that would have been. */
  replace(key: string, value: T): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#entries.set(key, { value, expires: entry.expires });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
