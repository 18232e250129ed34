import type { Clock } from "../../core/clock.ts";
import type { KubeObject, ObjectDraft } from "../types.ts";
import type { ObjectStore } from "./store.ts";

/** What strategies may look at besides the object itself. */
export interface StrategyContext {
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** Addresses of Services, e.g. `10.100.0.0/16`. */
  readonly serviceCidr: string;
}

/** What the API server does for one kind of object, beyond metadata: the registry strategy of the real one. */
export interface Strategy<T extends KubeObject = KubeObject> {
  /** Fills in what the client left out. `object` may be changed. */
  setDefaults?(object: ObjectDraft<T>): void;
  /** Fills in what only the server can tell: addresses, first status. `object` may be changed. */
  prepare?(object: ObjectDraft<T>, context: StrategyContext, old?: T): void;
  /** Field errors of a new or changed object; see `fieldError`. */
  validate?(object: T, context: StrategyContext, old?: T): readonly string[];
  /** Why the object may not be deleted. */
  refuseDeletion?(object: T): string | undefined;
}
