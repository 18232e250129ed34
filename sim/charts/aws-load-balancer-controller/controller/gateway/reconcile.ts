import type { Clock } from "../../../../core/clock.ts";
import { messageOf } from "../../../../core/errors.ts";
import type { ControllerDefinition } from "../../../../kubernetes/controller-runtime/controller.ts";
import type { EventRecorder } from "../../../../kubernetes/controller-runtime/events.ts";
import {
  addFinalizer,
  hasFinalizer,
  removeFinalizer,
} from "../../../../kubernetes/controller-runtime/finalizers.ts";
import { splitKey } from "../../../../kubernetes/controller-runtime/keys.ts";
import { RequeueAfter, type Task } from "../../../../kubernetes/controller-runtime/work-queue.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { Deployment, DeploySources } from "../deploy/context.ts";
import {
  ALB_CONTROLLER,
  GATEWAY,
  GATEWAY_CLASS,
  type Gateway,
  type GatewayCondition,
} from "../kubernetes/gateway-objects.ts";
import { isDeleting } from "../kubernetes/objects.ts";
import { logFailures, type Log } from "../log.ts";
import type { ModelSources } from "../model-sources.ts";
import { ReconcileSteps } from "../reconcile-steps.ts";
import { resolveConfiguration, type GatewayConfiguration } from "./configuration.ts";
import { protectConfiguration } from "./holders.ts";
import { listenerStatuses, refuseUnmodelledListeners } from "./listeners.ts";
import { buildDeletion, buildGatewayModel } from "./model/build.ts";
import { resolveBackend } from "./model/backends.ts";
import { ruleConfiguration } from "./rule-configuration.ts";
import { attachRoutes, type Attachments, type RouteVerdict } from "./routes.ts";
import { updateGatewayStatus, updateRouteStatus } from "./status.ts";
import { gatewayWatches } from "./watches.ts";

/** Of a Gateway whose load balancer is to be deleted before it goes. */
export const GATEWAY_FINALIZER = "gateway.k8s.aws/alb";

/** How long until a load balancer is looked at again that is not active yet. */
const PROGRAMMED_RETRY_MS = 120_000;

/** What the controller of Gateways needs. */
export interface GatewayControllerOptions {
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly model: ModelSources;
  readonly deploy: DeploySources;
  readonly events: EventRecorder;
  readonly log: Log;
}

/** Turns Gateways into Application Load Balancers. Facts: controllers/gateway/gateway_controller.go. */
export function gatewayController(options: GatewayControllerOptions): ControllerDefinition {
  const { model, log } = options;
  const reconciler = new GatewayReconciler(options);
  return {
    name: ALB_CONTROLLER,
    kind: GATEWAY,
    watches: gatewayWatches(model.reader),
    concurrency: model.config.albGatewayMaxConcurrentReconciles,
    reconcile: (key) => reconciler.reconcile(key),
    onError: logFailures(log, ALB_CONTROLLER),
  };
}

class GatewayReconciler {
  readonly #options: GatewayControllerOptions;
  readonly #steps: ReconcileSteps<Gateway>;
  readonly #status: {
    readonly api: KubernetesApi;
    readonly reader: ModelSources["reader"];
    readonly clock: Clock;
  };

  constructor(options: GatewayControllerOptions) {
    this.#options = options;
    const { deploy, log } = options;
    this.#steps = new ReconcileSteps({
      deploy,
      log,
      named: ({ metadata }) => ({ gateway: metadata.name }),
      warn: (gateway, reason, message) => this.#warn(gateway, reason, message),
    });
    this.#status = { api: options.api, reader: options.model.reader, clock: options.clock };
  }

  *reconcile(key: string): Task<void> {
    const { reader } = this.#options.model;
    const { namespace, name } = splitKey(key);
    const gateway = reader.find(GATEWAY, namespace, name);
    const gatewayClass = gateway && reader.find(GATEWAY_CLASS, undefined, gateway.spec.gatewayClassName);
    if (gatewayClass?.spec.controllerName !== ALB_CONTROLLER) return;
    const configuration = this.#configure(gateway!, () =>
      resolveConfiguration(reader, gateway!, gatewayClass),
    );
    if (isDeleting(gateway!)) yield* this.#delete(gateway!, configuration);
    else yield* this.#update(gateway!, configuration);
  }

  #configure(gateway: Gateway, resolve: () => GatewayConfiguration): GatewayConfiguration {
    try {
      const configuration = resolve();
      for (const used of configuration.used) protectConfiguration(this.#options.api, used);
      return configuration;
    } catch (error) {
      this.#refuse(gateway, messageOf(error));
      throw error;
    }
  }

  *#update(gateway: Gateway, configuration: GatewayConfiguration): Task<void> {
    const routes = this.#load(gateway);
    const stack = this.#steps.take(gateway, "FailedBuildModel", "Failed build model", () =>
      buildGatewayModel(this.#options.model, gateway, configuration, routes.byPort),
    );
    this.#options.log("info", "successfully built model", { model: JSON.stringify(stack) });
    addFinalizer(this.#options.api, gateway, GATEWAY_FINALIZER);
    const { loadBalancer } = yield* this.#steps.deploy(gateway, stack);
    this.#report(gateway, routes, loadBalancer!);
    this.#options.events.normal(gateway, "SuccessfullyReconciled", "Successfully reconciled");
  }

  *#delete(gateway: Gateway, configuration: GatewayConfiguration): Task<void> {
    const { api, model } = this.#options;
    const stack = this.#steps.take(gateway, "FailedBuildModel", "Failed build model", () =>
      buildDeletion(gateway, configuration),
    );
    if (!hasFinalizer(gateway, GATEWAY_FINALIZER)) return;
    yield* this.#steps.deploy(gateway, stack);
    yield* model.backendSecurityGroup.release([gateway]);
    removeFinalizer(api, gateway, GATEWAY_FINALIZER);
  }

  /** Routes are told what became of them, whatever becomes of the Gateway. */
  #load(gateway: Gateway): Attachments {
    refuseUnmodelledListeners(gateway);
    const routes = attachRoutes(this.#options.model.reader, gateway);
    for (const verdict of routes.verdicts) {
      updateRouteStatus(this.#status, this.#withBackends(verdict));
    }
    return routes;
  }

  /** An accepted route may still refer to what is not there, or has not been accepted. */
  #withBackends(verdict: RouteVerdict): RouteVerdict {
    const { route, refused } = verdict;
    if (refused !== undefined) return verdict;
    const { reader } = this.#options.model;
    const found = (route.spec.rules ?? []).flatMap((rule) => [
      ruleConfiguration(reader, route, rule),
      ...(rule.backendRefs ?? []).map((reference) => resolveBackend(reader, route, reference)),
    ]);
    const bad = found.flatMap((one) => ("refused" in one ? [one.refused] : []))[0];
    return bad === undefined ? verdict : { ...verdict, refused: bad };
  }

  #report(
    gateway: Gateway,
    routes: Attachments,
    { arn, dnsName, state }: NonNullable<Deployment["loadBalancer"]>,
  ): void {
    const isProgrammed = state === "active";
    updateGatewayStatus(this.#status, gateway, {
      conditions: [
        programmed(isProgrammed, arn),
        { type: "Accepted", status: "True", reason: "Accepted", message: "" },
      ],
      hostname: dnsName.toLowerCase(),
      listeners: listenerStatuses(gateway, routes, isProgrammed),
    });
    if (!isProgrammed) throw new RequeueAfter("Monitor provisioning state", PROGRAMMED_RETRY_MS);
  }

  #warn(gateway: Gateway, reason: string, message: string): void {
    this.#options.events.warning(gateway, reason, message);
    this.#refuse(gateway, "Check Gateway Events for more information.");
  }

  #refuse(gateway: Gateway, message: string): void {
    const condition: GatewayCondition = { type: "Accepted", status: "False", reason: "Invalid", message };
    updateGatewayStatus(this.#status, gateway, { conditions: [condition] });
  }
}

function programmed(isProgrammed: boolean, arn: string): GatewayCondition {
  return isProgrammed
    ? { type: "Programmed", status: "True", reason: "Programmed", message: arn }
    : {
        type: "Programmed",
        status: "Unknown",
        reason: "Pending",
        message: "Waiting for load balancer to be active.",
      };
}
