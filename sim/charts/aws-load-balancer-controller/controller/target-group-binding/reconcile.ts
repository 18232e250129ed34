import type { Clock } from "../../../../core/clock.ts";
import { NotSimulated, messageOf } from "../../../../core/errors.ts";
import type { ControllerDefinition } from "../../../../kubernetes/controller-runtime/controller.ts";
import type { EventRecorder } from "../../../../kubernetes/controller-runtime/events.ts";
import {
  addFinalizer,
  hasFinalizer,
  removeFinalizer,
} from "../../../../kubernetes/controller-runtime/finalizers.ts";
import { splitKey } from "../../../../kubernetes/controller-runtime/keys.ts";
import { RequeueAfter } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { ControllerConfig } from "../config.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import {
  isDeleting,
  TARGET_GROUP_BINDING,
  type BindingCondition,
  type TargetGroupBinding,
} from "../kubernetes/objects.ts";
import { logFailures, type Log } from "../log.ts";
import type { DeferredReconciles } from "./deferred.ts";
import type { BindingResources } from "./resources.ts";
import { bindingWatches } from "./watches.ts";

const FINALIZER = "elbv2.k8s.aws/resources";

/** What the controller of bindings needs. */
export interface BindingControllerOptions {
  readonly api: KubernetesApi;
  readonly config: ControllerConfig;
  readonly reader: KubeReader;
  readonly clock: Clock;
  readonly resources: BindingResources;
  readonly deferred: DeferredReconciles;
  readonly events: EventRecorder;
  readonly log: Log;
}

/** Reconciles TargetGroupBindings. Facts: controllers/elbv2/targetgroupbinding_controller.go. */
export function bindingController(options: BindingControllerOptions): ControllerDefinition {
  const { config, reader, log } = options;
  const reconciler = new BindingReconciler(options);
  return {
    name: "targetGroupBinding",
    kind: TARGET_GROUP_BINDING,
    watches: bindingWatches(reader),
    concurrency: config.targetgroupbindingMaxConcurrentReconciles,
    maxBackoffMs: config.targetgroupbindingMaxExponentialBackoffDelay,
    resyncMs: config.syncPeriod,
    reconcile: (key) => reconciler.reconcile(key),
    onError: logFailures(log, "targetGroupBinding"),
  };
}

class BindingReconciler {
  readonly #options: BindingControllerOptions;

  constructor(options: BindingControllerOptions) {
    this.#options = options;
  }

  reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
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
