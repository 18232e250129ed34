import type { Gvk, WatchEvent } from "../types.ts";
import type { Controller, ControlPlane } from "./control-plane.ts";
import { keyOf, WorkQueue } from "./work-queue.ts";

/** A control loop over objects of one kind: what it observes names the objects that need a look. */
export abstract class QueueController implements Controller {
  protected readonly controlPlane: ControlPlane;
  protected readonly queue: WorkQueue;
  readonly #kind: Gvk;
  readonly #unwatch: () => void;

  /**
   * @param kind of the objects that are looked at; each of them is, at the start.
   * @param watched kinds whose changes are observed. Default: all.
   */
  constructor(controlPlane: ControlPlane, kind: Gvk, watched?: readonly Gvk[]) {
    this.controlPlane = controlPlane;
    this.#kind = kind;
    this.queue = new WorkQueue(controlPlane.clock, (key) => this.reconcile(key));
    this.#unwatch = controlPlane.api.watch((event) => this.observe(event), watched);
    this.enqueueAll();
  }

  stop(): void {
    this.#unwatch();
    this.queue.stop();
  }

  /** Queues the objects that a change concerns. */
  protected abstract observe(event: WatchEvent): void;

  /** Brings one object, by its key, nearer to what it should be. */
  protected abstract reconcile(key: string): void;

  protected enqueueAll(): void {
    for (const object of this.controlPlane.api.views(this.#kind)) this.queue.add(keyOf(object));
  }
}
