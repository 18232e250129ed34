import type { Cloud } from "../../sim/core/cloud.ts";

/** How often the cloud's clock is set forward while it serves. */
const TICK_MS = 100;

/** Lets a cloud's time pass as fast as ours, so that what serves traffic reacts as on AWS. Returns how to stop. */
export function runInRealTime(cloud: Cloud): () => void {
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    cloud.clock.advance(now - last);
    last = now;
  }, TICK_MS);
  return () => {
    clearInterval(timer);
  };
}
