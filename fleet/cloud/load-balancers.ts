import { elbv2State } from "../../sim/aws/elbv2/state.ts";
import { DataPlane, type RunningListener } from "../../sim/data-plane/data-plane.ts";
import type { Cloud } from "../../sim/core/cloud.ts";

/** How often new load balancers are looked for. */
const LOOK_MS = 250;

/** Lets every load balancer that is active answer on loopback, as soon as it is. */
export class ServedLoadBalancers {
  readonly #cloud: Cloud;
  readonly #dataPlane: DataPlane;
  readonly #onUrl: (name: string, url: string) => void;
  readonly #listeners = new Map<string, RunningListener>();
  readonly #timer: NodeJS.Timeout;
  #looking = false;

  /** @param onUrl called when a load balancer begins to answer. */
  constructor(cloud: Cloud, onUrl: (name: string, url: string) => void) {
    this.#cloud = cloud;
    this.#dataPlane = new DataPlane(cloud);
    this.#onUrl = onUrl;
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
  }

  /** Address by ARN. */
  urls(): Record<string, string> {
    return Object.fromEntries([...this.#listeners].map(([arn, { url }]) => [arn, url]));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#dataPlane.close();
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      await this.#closeGone();
      for (const { arn, name, state } of elbv2State(this.#cloud).loadBalancers.values()) {
        const hasHttp = elbv2State(this.#cloud).listeners.where(
          ({ loadBalancerArn, protocol }) => loadBalancerArn === arn && protocol === "HTTP",
        );
        if (state !== "active" || hasHttp.length === 0 || this.#listeners.has(arn)) continue;
        const listener = await this.#dataPlane.listen({ loadBalancerArn: arn });
        this.#listeners.set(arn, listener);
        this.#onUrl(name, listener.url);
      }
    } finally {
      this.#looking = false;
    }
  }

  async #closeGone(): Promise<void> {
    for (const [arn, listener] of this.#listeners) {
      if (elbv2State(this.#cloud).loadBalancers.has(arn)) continue;
      this.#listeners.delete(arn);
      await listener.close();
    }
  }
}
