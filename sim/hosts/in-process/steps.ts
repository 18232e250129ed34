import { defined } from "../../core/defined.ts";
import type { OnStep, StepEvent, StepOperation } from "./events.ts";

/** What a step is about. */
export interface StepSubject {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
}

/** Runs the steps of one update or destroy, tells about each, and counts them. */
export class Steps {
  readonly #stack: string;
  readonly #onStep: OnStep;
  readonly counts: Record<StepOperation, number> = {
    create: 0,
    update: 0,
    replace: 0,
    same: 0,
    read: 0,
    delete: 0,
  };

  constructor(stack: string, onStep: OnStep = () => {}) {
    this.#stack = stack;
    this.#onStep = onStep;
  }

  /** Runs one step. @throws what `run` throws, after telling so. */
  run<T>(operation: StepOperation, subject: StepSubject, run: () => T): T {
    this.#tell(operation, subject, { status: "started" });
    const result = this.prepare(operation, subject, run);
    this.counts[operation] += 1;
    this.#tell(operation, subject, { status: "done" });
    return result;
  }

  /** Runs what comes before a step: it shows only if it fails. @throws what `run` throws, after telling so. */
  prepare<T>(operation: StepOperation, subject: StepSubject, run: () => T): T {
    try {
      return run();
    } catch (error) {
      this.#tell(operation, subject, { status: "failed", message: (error as Error).message });
      throw error;
    }
  }

  #tell(
    operation: StepOperation,
    { urn, type, name, parent }: StepSubject,
    outcome: Pick<StepEvent, "status" | "message">,
  ): void {
    this.#onStep({
      stack: this.#stack,
      operation,
      urn,
      type,
      name,
      ...defined({ parent }),
      ...outcome,
    });
  }
}
