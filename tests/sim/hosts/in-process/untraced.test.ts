import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { Workshop } from "./support.ts";

const debuggable = createRequire(import.meta.url)("@pulumi/pulumi/runtime/debuggable.js") as {
  debuggablePromise: (promise: Promise<unknown>) => Promise<unknown>;
};
const resource = pulumi.Resource as unknown as { stackTrace: (skip: number) => readonly unknown[] };

/** Frames of the trace that the SDK keeps with a promise; and of that which it takes for a resource. */
function traces(): readonly [ofPromise: number, ofResource: number] {
  const promise = Promise.resolve();
  void debuggable.debuggablePromise(promise);
  const { _debugStackTrace: trace } = promise as unknown as { _debugStackTrace: string };
  return [trace.split("\n").length - 1, resource.stackTrace(0).length];
}

it("the SDK takes no stack traces while a program runs, and those of errors are whole", async () => {
  const { stackTraceLimit } = Error;
  let during: readonly number[] = [];
  const { outputs } = await new Workshop().succeed(() => {
    during = traces();
    return { frames: new Error("as always").stack!.split("\n").length - 1, limit: Error.stackTraceLimit };
  });
  const [ofPromise, ofResource] = traces();
  expect(during).toEqual([0, 0]);
  expect([ofPromise > 1, ofResource > 1]).toEqual([true, true]);
  expect(outputs["limit"]).toBe(stackTraceLimit);
  expect(outputs["frames"]).toBeGreaterThan(2);
});
