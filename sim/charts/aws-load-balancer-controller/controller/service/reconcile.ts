import { isDeepStrictEqual } from "node:util";
import type { ControllerDefinition, Watches } from "../../../../kubernetes/controller-runtime/controller.ts";
import type { EventRecorder } from "../../../../kubernetes/controller-runtime/events.ts";
import { addFinalizer, removeFinalizer } from "../../../../kubernetes/controller-runtime/finalizers.ts";
import { namespacedName, splitKey } from "../../../../kubernetes/controller-runtime/keys.ts";
import type { Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { DeploySources } from "../deploy/context.ts";
import { SERVICE, type Service } from "../kubernetes/objects.ts";
import { logFailures, type Log } from "../log.ts";
import type { Stack } from "../model.ts";
import { buildModel } from "./model/build.ts";
import type { ModelSources } from "../model-sources.ts";
import { ReconcileSteps } from "../reconcile-steps.ts";
import { isPendingFinalization, SERVICE_FINALIZER, wantsLoadBalancer } from "./supported.ts";

/** What the controller of Services needs. */
export interface ServiceControllerOptions {
  readonly api: KubernetesApi;
  readonly model: ModelSources;
  readonly deploy: DeploySources;
  readonly events: EventRecorder;
  readonly log: Log;
}

/** Makes Network Load Balancers for Services. Facts: controllers/service/service_controller.go. */
export function serviceController(options: ServiceControllerOptions): ControllerDefinition {
  const { config, reader } = options.model;
  const isOurs = (service: Service) => isPendingFinalization(service) || wantsLoadBalancer(service, config);
  const reconciler = new ServiceReconciler(options);
  return {
    name: "service",
    kind: SERVICE,
    existing: () => reader.list(SERVICE).filter(isOurs),
    watches: serviceWatches(isOurs),
    concurrency: config.serviceMaxConcurrentReconciles,
    reconcile: (key) => reconciler.reconcile(key),
    onError: logFailures(options.log, "service"),
  };
}

/** Facts: controllers/service/eventhandlers/service_events.go. */
function serviceWatches(isOurs: (service: Service) => boolean): Watches {
  return {
    [SERVICE]: ({ type, object, old }) => {
      if (type === "DELETED" || sameWish(object, old)) return [];
      return isOurs(object) ? [namespacedName(object)] : [];
    },
  };
}

function sameWish(service: Service, old: Service | undefined): boolean {
  return (
    old !== undefined &&
    isDeepStrictEqual(service.metadata.annotations ?? {}, old.metadata.annotations ?? {}) &&
    isDeepStrictEqual(service.spec, old.spec) &&
    service.metadata.deletionTimestamp === old.metadata.deletionTimestamp
  );
}

class ServiceReconciler {
  readonly #options: ServiceControllerOptions;
  readonly #steps: ReconcileSteps<Service>;

  constructor(options: ServiceControllerOptions) {
    this.#options = options;
    const { deploy, events, log } = options;
    this.#steps = new ReconcileSteps({
      deploy,
      log,
      named: (service) => ({ service: namespacedName(service) }),
      warn: (service, reason, message) => events.warning(service, reason, message),
    });
  }

  *reconcile(key: string): Task<void> {
    const { namespace, name } = splitKey(key);
    const service = this.#options.model.reader.find(SERVICE, namespace, name);
    if (service === undefined) return;
    const built = this.#steps.take(service, "FailedBuildModel", "Failed build model", () =>
      buildModel(this.#options.model, service),
    );
    this.#options.log("info", "successfully built model", { model: JSON.stringify(built.stack) });
    if (built.stack.loadBalancer === undefined) yield* this.#cleanUp(service, built.stack);
    else yield* this.#reconcileLoadBalancer(service, built.stack, built.usesBackendSecurityGroup);
  }

  *#reconcileLoadBalancer(service: Service, stack: Stack, usesBackendSecurityGroup: boolean): Task<void> {
    this.#steps.take(service, "FailedAddFinalizer", "Failed add finalizer", () =>
      addFinalizer(this.#options.api, service, SERVICE_FINALIZER),
    );
    const { loadBalancer } = yield* this.#steps.deploy(service, stack);
    if (!usesBackendSecurityGroup) yield* this.#options.model.backendSecurityGroup.release([service]);
    this.#steps.take(service, "FailedUpdateStatus", "Failed update status", () =>
      this.#updateStatus(service, (loadBalancer?.dnsName ?? "").toLowerCase()),
    );
    this.#options.events.normal(service, "SuccessfullyReconciled", "Successfully reconciled");
  }

  *#cleanUp(service: Service, stack: Stack): Task<void> {
    if (!isPendingFinalization(service)) return;
    yield* this.#steps.deploy(service, stack);
    yield* this.#options.model.backendSecurityGroup.release([service]);
    this.#steps.take(service, "FailedCleanupStatus", "Failed update status", () =>
      this.#patchStatus(service, null),
    );
    this.#steps.take(service, "FailedRemoveFinalizer", "Failed remove finalizer", () =>
      removeFinalizer(this.#options.api, service, SERVICE_FINALIZER),
    );
  }

  #updateStatus(service: Service, hostname: string): void {
    const ports = (service.spec.ports ?? []).map(({ port, protocol }) => ({ port, protocol }));
    const wanted = [{ hostname, ports }];
    if (!isDeepStrictEqual(service.status?.loadBalancer?.ingress, wanted)) this.#patchStatus(service, wanted);
  }

  #patchStatus({ metadata }: Service, ingress: readonly object[] | null): void {
    const patch = { status: { loadBalancer: { ingress } } };
    this.#options.api.patch(SERVICE, metadata.namespace, metadata.name, patch, "status");
  }
}
