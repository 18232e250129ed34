import type { Clock } from "../../core/clock.ts";
import type { Ids } from "../../core/ids.ts";
import type { ApiServer } from "../api-server.ts";

/** What every controller works with. */
export interface ControlPlane {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Minor version of the cluster, e.g. `1.35`. */
  readonly version: string;
}

/** A control loop that runs until it is stopped. All it knows can be found again from the API server. */
export interface Controller {
  stop(): void;
}

export type ControllerFactory = (controlPlane: ControlPlane) => Controller;
