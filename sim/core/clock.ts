/**
 * Virtual time. Nothing in the simulated cloud reads the machine's clock or waits for it: work that a real cloud
 * does later is scheduled here and runs, in order, when somebody moves time on. So an update that takes twenty
 * minutes on AWS takes milliseconds, and the same seed and program always give the same history.
 */

export interface Timer {
  cancel(): void;
}

interface Task {
  readonly at: number;
  readonly sequence: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** Tasks that may run without time moving on before the cloud is taken to be in an endless loop. */
const RUNAWAY_LIMIT = 200_000;

export class Clock {
  #now: number;
  #sequence = 0;
  readonly #queue = new TaskQueue();

  /** @param start the first moment, in milliseconds since the epoch. */
  constructor(start: number) {
    this.#now = start;
  }

  /** The present moment in milliseconds since the epoch. */
  now(): number {
    return this.#now;
  }

  /** The present moment as Kubernetes and AWS print it, to the second: `2026-01-01T00:00:00Z`. */
  timestamp(): string {
    return new Date(this.#now).toISOString().replace(/\.\d{3}Z$/, "Z");
  }

  /** Runs `task` after `delayMs` of virtual time; with 0, as soon as the present work is done. */
  schedule(delayMs: number, task: () => void): Timer {
    const entry: Task = {
      at: this.#now + Math.max(0, delayMs),
      sequence: this.#sequence++,
      run: task,
      cancelled: false,
    };
    this.#queue.push(entry);
    return {
      cancel: () => {
        entry.cancelled = true;
      },
    };
  }

  /** Runs everything that is due now, and what that makes due now, without moving time. */
  settle(): void {
    this.#runUntil(this.#now);
  }

  /** Moves time on by `ms`, running what becomes due on the way. */
  advance(ms: number): void {
    const end = this.#now + ms;
    this.#runUntil(end);
    this.#now = end;
  }

  /**
   * Moves time on, task by task, until `done()` holds or `timeoutMs` have passed.
   *
   * @returns whether `done()` held in time.
   */
  waitUntil(done: () => boolean, timeoutMs: number): boolean {
    const end = this.#now + timeoutMs;
    this.settle();
    while (!done()) {
      const next = this.#queue.peek();
      if (next === undefined || next.at > end) {
        this.#now = end;
        return false;
      }
      this.#runUntil(next.at);
    }
    return true;
  }

  #runUntil(end: number): void {
    let ran = 0;
    let last = this.#now;
    for (;;) {
      const next = this.#queue.peek();
      if (next === undefined || next.at > end) return;
      this.#queue.pop();
      if (next.cancelled) continue;
      if (next.at > last) {
        last = next.at;
        ran = 0;
      }
      if (++ran > RUNAWAY_LIMIT) {
        throw new Error(
          `the simulated cloud does not come to rest: ${RUNAWAY_LIMIT} tasks ran at one moment`,
        );
      }
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
  }
}

/** A binary heap by (time, order of scheduling). */
class TaskQueue {
  readonly #heap: Task[] = [];

  peek(): Task | undefined {
    while (this.#heap[0]?.cancelled) this.pop();
    return this.#heap[0];
  }

  push(task: Task): void {
    const heap = this.#heap;
    let index = heap.push(task) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(task, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = task;
  }

  pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= heap.length) break;
      const child = left + 1 < heap.length && before(heap[left + 1]!, heap[left]!) ? left + 1 : left;
      if (!before(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
  }
}

function before(a: Task, b: Task): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}
