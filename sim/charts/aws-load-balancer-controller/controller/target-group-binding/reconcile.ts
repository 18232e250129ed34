import type { Clock } from "../../../../core/clock.ts";
import { NotSimulated } from "../../../../core/errors.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import type { EventRecorder } from "../kubernetes/events.ts";
import { addFinalizer, hasFinalizer, removeFinalizer } from "../kubernetes/finalizers.ts";
import {
  isDeleting,
  TARGET_GROUP_BINDING,
  type BindingCondition,
  type TargetGroupBinding,
} from "../kubernetes/objects.ts";
import { RequeueAfter, type Task } from "../kubernetes/work-queue.ts";
import { messageOf } from "../log.ts";
import type { DeferredReconciles } from "./deferred.ts";
import type { BindingResources } from "./resources.ts";

const FINALIZER = "elbv2.k8s.aws/resources";

/** What the reconciler of bindings needs. */
export interface BindingReconcilerOptions {
  readonly api: KubernetesApi;
  readonly reader: KubeReader;
  readonly clock: Clock;
  readonly resources: BindingResources;
  readonly deferred: DeferredReconciles;
  readonly events: EventRecorder;
}

/** Reconciles one TargetGroupBinding. Facts: controllers/elbv2/targetgroupbinding_controller.go. */
export class BindingReconciler {
  readonly #options: BindingReconcilerOptions;

  constructor(options: BindingReconcilerOptions) {
    this.#options = options;
  }

  // A generator like every reconcile, though it never has to wait.
  *reconcile(key: string): Task<void> {
    const [namespace, name = ""] = key.split("/");
    const binding = this.#options.reader.find(TARGET_GROUP_BINDING, namespace, name);
    if (binding === undefined) return;
    if (isDeleting(binding)) this.#cleanUp(binding);
    else this.#reconcile(binding);
  }

  #reconcile(found: TargetGroupBinding): void {
    const { api, resources, deferred, events } = this.#options;
    const binding = this.#telling(found, "FailedAddFinalizer", "Failed add finalizer", () =>
      addFinalizer(api, found, FINALIZER),
    );
    const result = this.#telling(binding, "FailedReconcile", "Failed reconcile", () =>
      resources.reconcile(binding),
    );
    if (result === "skipped") {
      deferred.skipped(binding);
      return;
    }
    deferred.reconciled(binding);
    this.#telling(binding, "FailedUpdateStatus", "Failed update status", () => this.#observe(binding));
    events.normal(binding, "SuccessfullyReconciled", "Successfully reconciled");
  }

  #cleanUp(binding: TargetGroupBinding): void {
    const { api, resources, events } = this.#options;
    if (!hasFinalizer(binding, FINALIZER)) return;
    try {
      resources.cleanUp(binding);
    } catch (error) {
      if (error instanceof NotSimulated) throw error;
      events.warning(binding, "FailedCleanup", `Failed cleanup due to ${messageOf(error)}`);
      this.#setNotReady(binding, messageOf(error));
      throw error;
    }
    this.#telling(binding, "FailedRemoveFinalizer", "Failed remove finalizer", () =>
      removeFinalizer(api, binding, FINALIZER),
    );
  }

  #observe({ metadata, status }: TargetGroupBinding): void {
    if (status?.observedGeneration === metadata.generation) return;
    this.#patchStatus(metadata, { observedGeneration: metadata.generation });
  }

  /** The only condition that is ever written. */
  #setNotReady({ metadata, status }: TargetGroupBinding, message: string): void {
    const { conditions = [] } = status ?? {};
    const present = conditions.find(({ type }) => type === "Ready");
    if (present?.message === message && present.observedGeneration === metadata.generation) return;
    const condition: BindingCondition = {
      type: "Ready",
      status: "False",
      reason: "FailedCleanup",
      message,
      lastTransitionTime: this.#options.clock.timestamp(),
      observedGeneration: metadata.generation,
    };
    this.#patchStatus(metadata, {
      conditions: [...conditions.filter((other) => other !== present), condition],
    });
  }

  #patchStatus({ namespace, name }: TargetGroupBinding["metadata"], status: object): void {
    this.#options.api.patch(TARGET_GROUP_BINDING, namespace, name, { status }, "status");
  }

  #telling<T>(binding: TargetGroupBinding, reason: string, what: string, step: () => T): T {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof RequeueAfter) && !(error instanceof NotSimulated)) {
        this.#options.events.warning(binding, reason, `${what} due to ${messageOf(error)}`);
      }
      throw error;
    }
  }
}
