import type { Clock } from "../../core/clock.ts";
import type { Ids } from "../../core/ids.ts";
import { EventRecorder } from "./event-recorder.ts";
import { KindRegistry } from "./kind-registry.ts";
import { ObjectStore } from "./store.ts";
import { Watchers } from "./watchers.ts";
import { WritePipeline } from "./write-pipeline.ts";

export interface ApiServerOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Addresses of Services. Default: `10.100.0.0/16`, as EKS takes beside VPCs outside of 10.0.0.0/8. */
  readonly serviceCidr?: string;
}

/** What an API server consists of; all its clients share it. */
export interface Parts {
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly watchers: Watchers;
  readonly events: EventRecorder;
  readonly kinds: KindRegistry;
  readonly pipeline: WritePipeline;
}

export function partsOf({ clock, ids, serviceCidr = "10.100.0.0/16" }: ApiServerOptions): Parts {
  const store = new ObjectStore();
  return {
    clock,
    store,
    watchers: new Watchers(clock),
    events: new EventRecorder(store, clock, ids),
    kinds: new KindRegistry(),
    pipeline: new WritePipeline(clock, ids, { store, clock, serviceCidr }),
  };
}
