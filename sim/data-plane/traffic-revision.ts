import { worldRevision } from "../aws/elbv2/health/world-revision.ts";
import { elbv2State } from "../aws/elbv2/state.ts";
import type { Cloud } from "../core/cloud.ts";

/** Tells whether load balancers may do another thing with requests than before. */
export class TrafficRevision {
  readonly #cloud: Cloud;
  #healthChanges = 0;
  /** Ends it. */
  readonly stop: () => void;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.stop = elbv2State(cloud).onTargetHealthChange(() => {
      this.#healthChanges += 1;
    });
  }

  /** A text that differs from its last value when something may have changed. */
  get current(): string {
    return `${worldRevision(this.#cloud)} ${this.#healthChanges}`;
  }
}
