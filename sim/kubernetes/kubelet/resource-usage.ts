import type { Clock } from "../../core/clock.ts";
import type { ImageResources } from "../image.ts";
import type { Container } from "../objects.ts";
import { parseQuantity } from "../quantity.ts";

/** How often metrics-server looks at containers: its `--metric-resolution`. */
const WINDOW_MS = 15_000;

/** A container that has run for less than this when it is looked at has no figures yet: pkg/storage/pod.go of metrics-server. */
const SHORTEST_WINDOW_MS = 10_000;

/** What a container used in the last whole window. */
export interface MeasuredUsage {
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** The window's end, and its length, in milliseconds. */
  readonly at: number;
  readonly windowMs: number;
}

/**
 * What one run of a container uses: time on the CPU for each request that it answers, and as much memory as its image says.
 * A container that idles uses no CPU. All windows end at whole multiples of their length.
 */
export class ResourceUsage {
  readonly #clock: Clock;
  readonly #resources: ImageResources;
  readonly #cpuLimit: number;
  readonly #since: number;
  #window: number;
  #cpuMs = 0;
  #cpuMsBefore = 0;

  constructor(clock: Clock, resources: ImageResources, container: Container) {
    this.#clock = clock;
    this.#resources = resources;
    this.#cpuLimit = parseQuantity(container.resources?.limits?.["cpu"] ?? Infinity) ?? Infinity;
    this.#since = clock.now();
    this.#window = this.#present();
  }

  /** Counts requests that the program answers. */
  answered(requests: number): void {
    this.#moveOn();
    this.#cpuMs += requests * this.#resources.cpuMsPerRequest;
  }

  /** Undefined as long as there is no window to go by. */
  measured(): MeasuredUsage | undefined {
    this.#moveOn();
    const at = this.#window * WINDOW_MS;
    const windowMs = at - Math.max(this.#since, at - WINDOW_MS);
    if (windowMs < SHORTEST_WINDOW_MS) return undefined;
    const cpu = Math.min(this.#cpuMsBefore / windowMs, this.#cpuLimit);
    return { cpu, memory: this.#resources.memoryBytes, at, windowMs };
  }

  #moveOn(): void {
    const window = this.#present();
    if (window === this.#window) return;
    this.#cpuMsBefore = window === this.#window + 1 ? this.#cpuMs : 0;
    this.#cpuMs = 0;
    this.#window = window;
  }

  #present(): number {
    return Math.floor(this.#clock.now() / WINDOW_MS);
  }
}
