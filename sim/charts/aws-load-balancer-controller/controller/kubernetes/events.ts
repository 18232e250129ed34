import type { Clock } from "../../../../core/clock.ts";
import type { EventRecord, KubeObject, KubernetesApi } from "../../../../kubernetes/types.ts";

/** client-go's spam filter: an object may have this many events at once, and one more per interval. */
const BURST = 25;
const REFILL_INTERVAL_MS = 300_000;

interface Allowance {
  tokens: number;
  at: number;
}

/** Records events about objects as one component, at most as many as client-go lets through. */
export class EventRecorder {
  readonly #api: KubernetesApi;
  readonly #clock: Clock;
  readonly #component: string;
  readonly #allowances = new Map<string, Allowance>();

  constructor(api: KubernetesApi, clock: Clock, component: string) {
    this.#api = api;
    this.#clock = clock;
    this.#component = component;
  }

  normal(about: KubeObject, reason: string, message: string): void {
    this.#record(about, { type: "Normal", reason, message, component: this.#component });
  }

  warning(about: KubeObject, reason: string, message: string): void {
    this.#record(about, { type: "Warning", reason, message, component: this.#component });
  }

  #record(about: KubeObject, event: EventRecord): void {
    if (this.#allowed(about.metadata.uid)) this.#api.recordEvent(about, event);
  }

  #allowed(uid: string): boolean {
    const now = this.#clock.now();
    const before = this.#allowances.get(uid) ?? { tokens: BURST, at: now };
    const tokens = Math.min(BURST, before.tokens + (now - before.at) / REFILL_INTERVAL_MS);
    this.#allowances.set(uid, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}
