import { NotSimulated, messageOf } from "../../../core/errors.ts";
import { RequeueAfter, type Task } from "../../../kubernetes/controller-runtime/work-queue.ts";
import type { Deployment, DeploySources } from "./deploy/context.ts";
import { deployStack } from "./deploy/deploy.ts";
import type { Log, LogFields } from "./log.ts";
import type { Stack } from "./model.ts";

interface ReconcileStepsOptions<T> {
  readonly deploy: DeploySources;
  readonly log: Log;
  /** What a subject is called in the log. */
  readonly named: (subject: T) => LogFields;
  /** Tells those whom it concerns why a step failed. */
  readonly warn: (subject: T, reason: string, message: string) => void;
}

/** The steps of a pass for an object, or a group of them: where one fails, the pass ends, and events say why. */
export class ReconcileSteps<T> {
  readonly #options: ReconcileStepsOptions<T>;

  constructor(options: ReconcileStepsOptions<T>) {
    this.#options = options;
  }

  /** @param what failed, in the words of the event. */
  take<R>(subject: T, reason: string, what: string, step: () => R): R {
    try {
      return step();
    } catch (error) {
      this.#tell(subject, reason, what, error);
      throw error;
    }
  }

  *deploy(subject: T, stack: Stack): Task<Deployment> {
    const { deploy, log, named } = this.#options;
    try {
      const deployment = yield* deployStack(deploy, stack);
      log("info", "successfully deployed model", named(subject));
      return deployment;
    } catch (error) {
      // One that only waits has not failed.
      if (!(error instanceof RequeueAfter)) {
        this.#tell(subject, "FailedDeployModel", "Failed deploy model", error);
      }
      throw error;
    }
  }

  #tell(subject: T, reason: string, what: string, error: unknown): void {
    if (error instanceof NotSimulated) return;
    this.#options.warn(subject, reason, `${what} due to ${messageOf(error)}`);
  }
}
