/** How many requests came within a window, by what counts them. */
import type { Cloud } from "../core/cloud.ts";

const ALL = new WeakMap<Cloud, RequestRates>();

/** Those of a cloud: all that sends requests to it is counted together. */
export function requestRates(cloud: Cloud): RequestRates {
  const rates = ALL.get(cloud) ?? new RequestRates();
  ALL.set(cloud, rates);
  return rates;
}

interface Counted {
  readonly second: number;
  requests: number;
}

export class RequestRates {
  readonly #counts = new Map<string, Counted[]>();

  /** Adds requests of now, and tells how many there were within the window. */
  add(key: string, requests: number, { now, windowSeconds }: { now: number; windowSeconds: number }): number {
    const second = Math.floor(now / 1000);
    const counts = (this.#counts.get(key) ?? []).filter((one) => one.second > second - windowSeconds);
    const last = counts.at(-1);
    if (last?.second === second) last.requests += requests;
    else counts.push({ second, requests });
    this.#counts.set(key, counts);
    return counts.reduce((sum, one) => sum + one.requests, 0);
  }
}
