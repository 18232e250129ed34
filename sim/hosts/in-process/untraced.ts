import { createRequire } from "node:module";
import { Resource } from "@pulumi/pulumi";

/** What the SDK keeps to itself: https://github.com/pulumi/pulumi/blob/v3.270.0/sdk/nodejs/runtime/debuggable.ts */
interface Debuggable {
  debuggablePromise<T>(promise: Promise<T>, context?: unknown): Promise<T>;
}

/** As {@link Debuggable}: https://github.com/pulumi/pulumi/blob/v3.270.0/sdk/nodejs/resource.ts */
interface Resources {
  stackTrace(skip: number): readonly unknown[];
}

/** The module that the SDK itself has, in which functions can be replaced, as in no import. */
const debuggable = createRequire(import.meta.url)("@pulumi/pulumi/runtime/debuggable.js") as Debuggable;
const resources = Resource as unknown as Resources;

/**
 * Keeps the SDK from taking a stack trace for each resource, which engines show, and for each of the thousands of
 * promises of a program, which it prints when they leak. Nobody reads them here, and they are a fifth of the time of an
 * update. Errors have theirs.
 *
 * @returns what undoes it.
 */
export function leaveOutTraces(): () => void {
  const { debuggablePromise } = debuggable;
  const { stackTrace } = resources;
  debuggable.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
  resources.stackTrace = () => [];
  return () => {
    debuggable.debuggablePromise = debuggablePromise;
    resources.stackTrace = stackTrace;
  };
}
