import { describe, expect, it } from "vitest";
import {
  RequeueAfter,
  WorkQueue,
  type Task,
} from "../../../../sim/kubernetes/controller-runtime/work-queue.ts";
import { Clock } from "../../../../sim/core/clock.ts";
import { NotSimulated } from "../../../../sim/core/errors.ts";

/** A queue whose reconciler does what `work` says; `starts` has when it was called for which key. */
function newQueue(work: (key: string, attempt: number) => Task<void>, concurrency = 1) {
  const clock = new Clock(0);
  const starts: string[] = [];
  const errors: unknown[] = [];
  const queue = new WorkQueue({
    clock,
    concurrency,
    maxBackoffMs: 1_000_000,
    reconcile: (key) => {
      starts.push(`${clock.now()} ${key}`);
      return work(key, starts.length);
    },
    onError: (_key, error) => errors.push(error),
  });
  return { clock, queue, starts, errors };
}

function* nothing(): Task<void> {}

function* failing(): Task<void> {
  throw new Error("no");
}

describe("a work queue", () => {
  it("takes a key once, however often it was added", () => {
    const { clock, queue, starts } = newQueue(nothing);
    queue.add("a");
    queue.add("b");
    queue.add("a");
    clock.settle();
    expect(starts).toEqual(["0 a", "0 b"]);
  });

  it("comes back after failures at doubling intervals, from 5 ms up to the longest", () => {
    const { clock, queue, starts, errors } = newQueue(failing);
    queue.add("a");
    clock.advance(160);
    expect(starts.map((start) => Number.parseInt(start, 10))).toEqual([0, 5, 15, 35, 75, 155]);
    expect(errors).toHaveLength(6);
    clock.advance(100_000_000);
    const times = starts.map((start) => Number.parseInt(start, 10));
    expect(times.at(-1)! - times.at(-2)!).toBe(1_000_000);
  });

  it("forgets failures after a success", () => {
    const { clock, queue, starts } = newQueue((_key, attempt) => (attempt === 2 ? nothing() : failing()));
    queue.add("a");
    clock.advance(5);
    queue.add("a");
    clock.advance(5);
    expect(starts).toEqual(["0 a", "5 a", "5 a", "10 a"]);
  });

  it("comes back when it was asked to, without an error", () => {
    const { clock, queue, starts, errors } = newQueue(function* (_key, attempt) {
      if (attempt === 1) throw new RequeueAfter("wait", 15_000);
    });
    queue.add("a");
    clock.advance(60_000);
    expect([starts, errors]).toEqual([["0 a", "15000 a"], []]);
  });

  it("takes a key again that was added while it was in work", () => {
    const { clock, queue, starts } = newQueue(function* (_key, attempt) {
      if (attempt === 1) yield 1000;
    });
    queue.add("a");
    clock.advance(500);
    queue.add("a");
    clock.advance(499);
    expect(starts).toEqual(["0 a"]);
    clock.advance(1);
    expect(starts).toEqual(["0 a", "1000 a"]);
  });

  it("works on no more keys at a time than it may", () => {
    const { clock, queue, starts } = newQueue(function* () {
      yield 1000;
    }, 2);
    for (const key of ["a", "b", "c"]) queue.add(key);
    clock.advance(1000);
    expect(starts).toEqual(["0 a", "0 b", "1000 c"]);
  });

  it("can be stopped by its own work", () => {
    const { clock, queue, starts } = newQueue(function* () {
      queue.stop();
    });
    queue.add("a");
    queue.add("b");
    clock.settle();
    expect(starts).toEqual(["0 a"]);
  });

  it("keeps of several delays of a key the one that ends first", () => {
    const { clock, queue, starts } = newQueue(nothing);
    queue.add("a", 20_000);
    queue.add("a", 10_000);
    queue.add("a", 15_000);
    clock.advance(60_000);
    expect(starts).toEqual(["10000 a"]);
  });

  it("does not wait for a delay with what is added at once", () => {
    const { clock, queue, starts } = newQueue(nothing);
    queue.add("a", 10_000);
    queue.add("a");
    clock.advance(60_000);
    expect(starts).toEqual(["0 a", "10000 a"]);
  });

  it("does nothing more once it is stopped", () => {
    const { clock, queue, starts } = newQueue(failing);
    queue.add("a");
    clock.advance(1);
    queue.stop();
    queue.add("b");
    clock.advance(60_000);
    expect(starts).toEqual(["0 a"]);
  });

  it("passes on what the API server did not say, unless somebody is told of failures", () => {
    const clock = new Clock(0);
    const queue = new WorkQueue({ clock, reconcile: failing });
    queue.add("a");
    expect(() => clock.settle()).toThrow("no");
  });

  it("passes on what is not simulated", () => {
    const { clock, queue } = newQueue(function* () {
      throw new NotSimulated("something");
    });
    queue.add("a");
    expect(() => clock.settle()).toThrow("NotSimulated: something");
  });

  it("takes a key again, once it is added, of which something was not simulated", () => {
    const { clock, queue, starts } = newQueue(function* (_key, attempt) {
      if (attempt === 1) throw new NotSimulated("something");
    });
    queue.add("a");
    expect(() => clock.settle()).toThrow("NotSimulated: something");
    clock.advance(60_000);
    queue.add("a");
    clock.settle();
    expect(starts).toEqual(["0 a", "60000 a"]);
  });
});
