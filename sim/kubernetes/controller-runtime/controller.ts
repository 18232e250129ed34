import type { Clock, Timer } from "../../core/clock.ts";
import { gvkOf } from "../api/kinds.ts";
import type { Gvk, Kinds, KubeObject, KubernetesApi, WatchEvent } from "../types.ts";
import { namespacedName } from "./keys.ts";
import { WorkQueue, type WorkQueueOptions } from "./work-queue.ts";

/** In {@link Watches}: every kind that is not there by itself. */
export const ALL_OTHERS = "*";

/** What a controller observes, by kind: the keys that a change concerns. {@link ALL_OTHERS} is for all other kinds. */
export type Watches = {
  readonly [G in keyof Kinds]?: (event: WatchEvent<Kinds[G]>) => Iterable<string>;
} & { readonly [ALL_OTHERS]?: KeysOf };

type KeysOf = (event: WatchEvent) => Iterable<string>;

/** A control loop as its file declares it. */
export interface ControllerDefinition extends Omit<WorkQueueOptions, "clock"> {
  /** As its events and log lines name it. */
  readonly name: string;
  /** The kind that it is about: all of its objects are looked at when it starts, and each after a change. */
  readonly kind: Gvk;
  /**
   * What else it observes; for its own kind, the keys to look at instead of that of the object that changed. `reconcile` gets
   * the keys as they are given here; those of its own kind are by default as `namespacedName` makes them, `/name` for an
   * object without a namespace.
   */
  readonly watches?: Watches;
  /** What is there when it starts. Default: the objects of its kind. */
  readonly existing?: () => Iterable<KubeObject>;
  /** How long a change waits before the controller looks at it, in milliseconds. Default: not at all. */
  readonly delayMs?: number;
  /** How often all objects of its kind are handed out again, unchanged, in milliseconds. Default: never. */
  readonly resyncMs?: number;
}

/** What a controller runs in. */
export interface ControllerHost {
  readonly api: KubernetesApi;
  readonly clock: Clock;
}

/**
 * A control loop that runs until it is stopped: what it observes names keys, and each key is reconciled until that
 * succeeds. All it knows can be found again from the API server.
 */
export class Controller {
  readonly #host: ControllerHost;
  readonly #definition: ControllerDefinition;
  readonly #watches: Readonly<Record<Gvk, KeysOf>>;
  readonly #queue: WorkQueue;
  readonly #unwatch: () => void;
  #resync: Timer | undefined;

  /** Starts the loop: first with everything that is there, then with whatever changes. */
  constructor(host: ControllerHost, definition: ControllerDefinition) {
    const { kind, watches } = definition;
    this.#host = host;
    this.#definition = definition;
    this.#watches = {
      [kind]: ({ object }) => [namespacedName(object)],
      ...(watches as Readonly<Record<Gvk, KeysOf>>),
    };
    this.#queue = new WorkQueue({
      ...definition,
      clock: host.clock,
      reconcile: (key) => definition.reconcile(key),
    });
    const kinds = ALL_OTHERS in this.#watches ? undefined : Object.keys(this.#watches);
    this.#unwatch = host.api.watch((event) => this.#observe(event), kinds);
    for (const object of definition.existing?.() ?? host.api.views(kind)) {
      this.#observe({ type: "ADDED", object });
    }
    this.#scheduleResync();
  }

  /** Ends all work where it stands. */
  stop(): void {
    this.#unwatch();
    this.#resync?.cancel();
    this.#queue.stop();
  }

  #observe(event: WatchEvent): void {
    const keysOf = this.#watches[gvkOf(event.object)] ?? this.#watches[ALL_OTHERS];
    for (const key of keysOf?.(event) ?? []) this.#queue.add(key, this.#definition.delayMs);
  }

  #scheduleResync(): void {
    const { kind, resyncMs } = this.#definition;
    if (resyncMs === undefined) return;
    this.#resync = this.#host.clock.schedule(resyncMs, () => {
      for (const object of this.#host.api.views(kind))
        this.#observe({ type: "MODIFIED", object, old: object });
      this.#scheduleResync();
    });
  }
}
