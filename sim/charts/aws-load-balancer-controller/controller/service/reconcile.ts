import { isDeepStrictEqual } from "node:util";
import { NotSimulated, messageOf } from "../../../../core/errors.ts";
import type { ControllerDefinition, Watches } from "../../../../kubernetes/controller-runtime/controller.ts";
import type { EventRecorder } from "../../../../kubernetes/controller-runtime/events.ts";
import { addFinalizer, removeFinalizer } from "../../../../kubernetes/controller-runtime/finalizers.ts";
import { namespacedName, splitKey } from "../../../../kubernetes/controller-runtime/keys.ts";
import { RequeueAfter, type Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { Deployment, DeploySources } from "../deploy/context.ts";
import { deployStack } from "../deploy/deploy.ts";
import { SERVICE, type Service } from "../kubernetes/objects.ts";
import { logFailures, type Log } from "../log.ts";
import type { Stack } from "../model.ts";
import { buildModel } from "./model/build.ts";
import type { ModelSources } from "../model-sources.ts";
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

  constructor(options: ServiceControllerOptions) {
    this.#options = options;
  }

  *reconcile(key: string): Task<void> {
    const { namespace, name } = splitKey(key);
    const service = this.#options.model.reader.find(SERVICE, namespace, name);
    if (service === undefined) return;
    const built = this.#telling(service, "FailedBuildModel", "Failed build model", () =>
      buildModel(this.#options.model, service),
    );
    this.#options.log("info", "successfully built model", { model: JSON.stringify(built.stack) });
    if (built.stack.loadBalancer === undefined) yield* this.#cleanUp(service, built.stack);
    else yield* this.#reconcileLoadBalancer(service, built.stack, built.usesBackendSecurityGroup);
  }

  *#reconcileLoadBalancer(service: Service, stack: Stack, usesBackendSecurityGroup: boolean): Task<void> {
    this.#telling(service, "FailedAddFinalizer", "Failed add finalizer", () =>
      addFinalizer(this.#options.api, service, SERVICE_FINALIZER),
    );
    const { loadBalancer } = yield* this.#deploy(service, stack);
    if (!usesBackendSecurityGroup) yield* this.#options.model.backendSecurityGroup.release([service]);
    this.#telling(service, "FailedUpdateStatus", "Failed update status", () =>
      this.#updateStatus(service, (loadBalancer?.dnsName ?? "").toLowerCase()),
    );
    this.#options.events.normal(service, "SuccessfullyReconciled", "Successfully reconciled");
  }

  *#cleanUp(service: Service, stack: Stack): Task<void> {
    if (!isPendingFinalization(service)) return;
    yield* this.#deploy(service, stack);
    yield* this.#options.model.backendSecurityGroup.release([service]);
    this.#telling(service, "FailedCleanupStatus", "Failed update status", () =>
      this.#patchStatus(service, null),
    );
    this.#telling(service, "FailedRemoveFinalizer", "Failed remove finalizer", () =>
      removeFinalizer(this.#options.api, service, SERVICE_FINALIZER),
    );
  }

  *#deploy(service: Service, stack: Stack): Task<Deployment> {
    try {
      const deployment = yield* deployStack(this.#options.deploy, stack);
      this.#options.log("info", "successfully deployed model", { service: namespacedName(service) });
      return deployment;
    } catch (error) {
      if (!(error instanceof RequeueAfter))
        this.#tell(service, "FailedDeployModel", "Failed deploy model", error);
      throw error;
    }
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

  #telling<T>(service: Service, reason: string, what: string, step: () => T): T {
    try {
      return step();
    } catch (error) {
      this.#tell(service, reason, what, error);
      throw error;
    }
  }

  #tell(service: Service, reason: string, what: string, error: unknown): void {
    if (error instanceof NotSimulated) return;
    this.#options.events.warning(service, reason, `${what} due to ${messageOf(error)}`);
  }
}
