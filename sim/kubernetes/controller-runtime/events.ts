import type { Clock } from "../../core/clock.ts";
import type { KubeObject, KubernetesApi } from "../types.ts";

/** Records events about objects as one component. */
export class EventRecorder {
  readonly #api: KubernetesApi;
  readonly #component: string;
  readonly #limit: EventLimit | undefined;

  /** @param limit of what is recorded. Default: none. */
  constructor(api: KubernetesApi, component: string, limit?: EventLimit) {
    this.#api = api;
    this.#component = component;
    this.#limit = limit;
  }

  normal(about: KubeObject, reason: string, message: string): void {
    this.#record(about, "Normal", reason, message);
  }

  warning(about: KubeObject, reason: string, message: string): void {
    this.#record(about, "Warning", reason, message);
  }

  #record(about: KubeObject, type: "Normal" | "Warning", reason: string, message: string): void {
    if (this.#limit?.allows(about.metadata.uid) === false) return;
    this.#api.recordEvent(about, { type, reason, message, component: this.#component });
  }
}

const BURST = 25;
const REFILL_INTERVAL_MS = 300_000;

/** client-go's spam filter: an object may have 25 events at once, and one more each five minutes. */
export class EventLimit {
  readonly #clock: Clock;
  readonly #allowances = new Map<string, { readonly tokens: number; readonly at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  allows(uid: string): boolean {
    const now = this.#clock.now();
    const before = this.#allowances.get(uid) ?? { tokens: BURST, at: now };
    const tokens = Math.min(BURST, before.tokens + (now - before.at) / REFILL_INTERVAL_MS);
    this.#allowances.set(uid, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}
