import { NotSimulated, messageOf } from "../../../core/errors.ts";
import type { Task } from "../../../kubernetes/controller-runtime/work-queue.ts";

/** Puts a label in front of what goes wrong. */
export function labelled<T>(label: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw withLabel(label, error);
  }
}

/** As {@link labelled}, for what takes time. */
export function* labelledTask<T>(label: string, task: Task<T>): Task<T> {
  try {
    return yield* task;
  } catch (error) {
    throw withLabel(label, error);
  }
}

function withLabel(label: string, error: unknown): unknown {
  return error instanceof NotSimulated ? error : new Error(`${label}: ${messageOf(error)}`);
}
