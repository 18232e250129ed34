import { isDeepStrictEqual } from "node:util";
import type { ControllerDefinition } from "../../../../kubernetes/controller-runtime/controller.ts";
import type { EventRecorder } from "../../../../kubernetes/controller-runtime/events.ts";
import type { Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { DeploySources } from "../deploy/context.ts";
import { INGRESS, type Ingress } from "../kubernetes/objects.ts";
import { logFailures, type Log } from "../log.ts";
import { stackIdText, type BuiltModel } from "../model.ts";
import {
  addGroupFinalizer,
  type GroupLoader,
  type IngressGroup,
  parseGroupId,
  removeGroupFinalizer,
} from "./group.ts";
import { buildModel } from "./model/build.ts";
import type { ModelSources } from "../model-sources.ts";
import { ReconcileSteps } from "../reconcile-steps.ts";
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
  readonly #steps: ReconcileSteps<IngressGroup>;

  constructor(options: IngressControllerOptions) {
    this.#options = options;
    const { deploy, events, log } = options;
    this.#steps = new ReconcileSteps({
      deploy,
      log,
      named: ({ id }) => ({ ingressGroup: stackIdText(id) }),
      warn: ({ members }, reason, message) => {
        for (const { ingress } of members) events.warning(ingress, reason, message);
      },
    });
  }

  *reconcile(key: string): Task<void> {
    const { api, groups } = this.#options;
    const loaded = groups.load(parseGroupId(key));
    const group = this.#steps.take(loaded, "FailedAddFinalizer", "Failed add finalizer", () =>
      addGroupFinalizer(api, loaded),
    );
    const built = this.#steps.take(group, "FailedBuildModel", "Failed build model", () =>
      buildModel(this.#options.model, group),
    );
    this.#options.log("info", "successfully built model", { model: JSON.stringify(built.stack) });
    const deployment = yield* this.#steps.deploy(group, built.stack);
    yield* this.#releaseBackendGroup(group, built);
    if (deployment.loadBalancer !== undefined) {
      const { dnsName } = deployment.loadBalancer;
      const ports = built.stack.listeners.map(({ port }) => port);
      this.#steps.take(group, "FailedUpdateStatus", "Failed update status", () => {
        for (const { ingress } of group.members) this.#updateStatus(ingress, dnsName.toLowerCase(), ports);
      });
    }
    this.#steps.take(group, "FailedRemoveFinalizer", "Failed remove finalizer", () =>
      removeGroupFinalizer(api, group),
    );
    for (const { ingress } of group.members) {
      this.#options.events.normal(ingress, "SuccessfullyReconciled", "Successfully reconciled");
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
}
