import type { Clock } from "../../core/clock.ts";
import type { ApiServer } from "../api-server.ts";
import type { ControllerDefinition, Watches } from "../controller-runtime/controller.ts";
import { EventRecorder } from "../controller-runtime/events.ts";
import { fieldManagers } from "../field-managers.ts";
import type { PodMetrics } from "../pod-metrics.ts";
import type { Gvk } from "../types.ts";

/** What the cluster's own controllers work with. */
export interface ControlPlane {
  readonly api: ApiServer;
  readonly clock: Clock;
  /** Minor version of the cluster, e.g. `1.35`. */
  readonly version: string;
  /** What the metrics API says of the pods of a namespace. @throws KubernetesError when it cannot be asked. */
  podMetrics(namespace: string): readonly PodMetrics[];
}

/** One of the control loops that run in every cluster: a subclass says what it observes, and what it does. */
export abstract class ClusterController implements ControllerDefinition {
  abstract readonly name: string;
  abstract readonly kind: Gvk;
  readonly watches: Watches = {};
  protected readonly controlPlane: ControlPlane;
  protected readonly api: ApiServer;
  protected readonly clock: Clock;
  #events: EventRecorder | undefined;

  /** @param fieldManager the program that the controller is a part of, as its client names itself. */
  constructor(controlPlane: ControlPlane, fieldManager: string = fieldManagers.controllerManager) {
    this.controlPlane = controlPlane;
    this.api = controlPlane.api.as(fieldManager);
    this.clock = controlPlane.clock;
  }

  abstract reconcile(key: string): void;

  protected get events(): EventRecorder {
    return (this.#events ??= new EventRecorder(this.api, this.name));
  }
}

export type ClusterControllerClass = new (controlPlane: ControlPlane) => ClusterController;
