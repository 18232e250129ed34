import { isDeepStrictEqual } from "node:util";
import { NotSimulated, messageOf } from "../../../../core/errors.ts";
import type { ControllerDefinition } from "../../../../kubernetes/controller-runtime/controller.ts";
import type { EventRecorder } from "../../../../kubernetes/controller-runtime/events.ts";
import { RequeueAfter, type Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { Deployment, DeploySources } from "../deploy/context.ts";
import { deployStack } from "../deploy/deploy.ts";
import { INGRESS, type Ingress } from "../kubernetes/objects.ts";
import { logFailures, type Log } from "../log.ts";
import { stackIdText } from "../model.ts";
import {
  addGroupFinalizer,
  type GroupLoader,
  type IngressGroup,
  parseGroupId,
  removeGroupFinalizer,
} from "./group.ts";
import { buildModel, type BuiltModel } from "./model/build.ts";
import type { ModelSources } from "../model-sources.ts";
import { ingressWatches } from "./watches.ts";

/** What the controller of Ingress groups needs. */
export interface IngressControllerOptions {
  readonly api: KubernetesApi;
  readonly groups: GroupLoader;
  readonly model: ModelSources;
  readonly deploy: DeploySources;
  readonly events: EventRecorder;
  readonly log: Log;
}

/** Reconciles groups of Ingresses, by their ids. Facts: controllers/ingress/group_controller.go. */
export function ingressController(options: IngressControllerOptions): ControllerDefinition {
  const { model, groups, events, log } = options;
  const reconciler = new IngressReconciler(options);
  return {
    name: "ingress",
    kind: INGRESS,
    watches: ingressWatches(model.reader, groups, events),
    concurrency: model.config.ingressMaxConcurrentReconciles,
    reconcile: (key) => reconciler.reconcile(key),
    onError: logFailures(log, "ingress"),
  };
}

/** Failures are told to the members that stay; an Ingress that is deleted alone in its group gets no event. */
class IngressReconciler {
  readonly #options: IngressControllerOptions;

  constructor(options: IngressControllerOptions) {
    this.#options = options;
  }

  *reconcile(key: string): Task<void> {
    const { api, groups } = this.#options;
    const loaded = groups.load(parseGroupId(key));
    const group = this.#telling(loaded, "FailedAddFinalizer", "Failed add finalizer", () =>
      addGroupFinalizer(api, loaded),
    );
    const built = this.#telling(group, "FailedBuildModel", "Failed build model", () =>
      buildModel(this.#options.model, group),
    );
    this.#options.log("info", "successfully built model", { model: JSON.stringify(built.stack) });
    const deployment = yield* this.#deploy(group, built);
    yield* this.#releaseBackendGroup(group, built);
    if (deployment.loadBalancer !== undefined) {
      const { dnsName } = deployment.loadBalancer;
      const ports = built.stack.listeners.map(({ port }) => port);
      this.#telling(group, "FailedUpdateStatus", "Failed update status", () => {
        for (const { ingress } of group.members) this.#updateStatus(ingress, dnsName.toLowerCase(), ports);
      });
    }
    this.#telling(group, "FailedRemoveFinalizer", "Failed remove finalizer", () =>
      removeGroupFinalizer(api, group),
    );
    for (const { ingress } of group.members) {
      this.#options.events.normal(ingress, "SuccessfullyReconciled", "Successfully reconciled");
    }
  }

  *#deploy(group: IngressGroup, { stack }: BuiltModel): Task<Deployment> {
    try {
      const deployment = yield* deployStack(this.#options.deploy, stack);
      this.#options.log("info", "successfully deployed model", { ingressGroup: stackIdText(group.id) });
      return deployment;
    } catch (error) {
      if (!(error instanceof RequeueAfter))
        this.#tell(group, "FailedDeployModel", "Failed deploy model", error);
      throw error;
    }
  }

  *#releaseBackendGroup(group: IngressGroup, { usesBackendSecurityGroup }: BuiltModel): Task<void> {
    const members = group.members.map(({ ingress }) => ingress);
    yield* this.#options.model.backendSecurityGroup.release([
      ...group.inactiveMembers,
      ...(usesBackendSecurityGroup ? [] : members),
    ]);
  }

  #updateStatus(ingress: Ingress, hostname: string, ports: readonly number[]): void {
    // The ports' protocol is written empty, as Go does with a field that has no value and must be there.
    const wanted = [{ hostname, ports: ports.map((port) => ({ port, protocol: "" })) }];
    if (isDeepStrictEqual(ingress.status?.loadBalancer?.ingress, wanted)) return;
    const { namespace, name } = ingress.metadata;
    this.#options.api.patch(
      INGRESS,
      namespace,
      name,
      { status: { loadBalancer: { ingress: wanted } } },
      "status",
    );
  }

  #telling<T>(group: IngressGroup, reason: string, what: string, step: () => T): T {
    try {
      return step();
    } catch (error) {
      this.#tell(group, reason, what, error);
      throw error;
    }
  }

  #tell(group: IngressGroup, reason: string, what: string, error: unknown): void {
    if (error instanceof NotSimulated) return;
    for (const { ingress } of group.members) {
      this.#options.events.warning(ingress, reason, `${what} due to ${messageOf(error)}`);
    }
  }
}
