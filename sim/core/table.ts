import type { AwsError } from "./errors.ts";

/** One kind of AWS object by id: plain data only, so that a world can be written to a file and read again. */
export class Table<T> {
  readonly #rows = new Map<string, T>();
  readonly #notFound: (id: string) => AwsError;

  /** @param notFound the error that the service gives for an id that does not exist. */
  constructor(notFound: (id: string) => AwsError) {
    this.#notFound = notFound;
  }

  get size(): number {
    return this.#rows.size;
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  find(id: string): T | undefined {
    return this.#rows.get(id);
  }

  /** @throws AwsError the service's own not-found error. */
  get(id: string): T {
    const row = this.#rows.get(id);
    if (row === undefined) throw this.missing(id);
    return row;
  }

  /** The service's own not-found error for an id. */
  missing(id: string): AwsError {
    return this.#notFound(id);
  }

  set(id: string, row: T): T {
    this.#rows.set(id, row);
    return row;
  }

  delete(id: string): void {
    this.#rows.delete(id);
  }

  values(): T[] {
    return [...this.#rows.values()];
  }

  where(predicate: (row: T) => boolean): T[] {
    return this.values().filter(predicate);
  }

  toJSON(): Record<string, T> {
    return Object.fromEntries(this.#rows);
  }

  /** Replaces the contents by those of a saved world. */
  restore(rows: Record<string, T>): void {
    this.#rows.clear();
    for (const [id, row] of Object.entries(rows)) this.#rows.set(id, row);
  }
}
