import type { CurrentMetric, HorizontalPodAutoscaler } from "../../objects.ts";
import { withCondition } from "../../pods.ts";
import type { Words } from "./limits.ts";

type Status = HorizontalPodAutoscaler["status"];

/** An autoscaler's status while the controller looks at it. */
export class StatusDraft {
  #status: Status;
  readonly #timestamp: string;

  constructor(status: Status, timestamp: string) {
    this.#status = status;
    this.#timestamp = timestamp;
  }

  get present(): Status {
    return this.#status;
  }

  condition(type: "AbleToScale" | "ScalingActive" | "ScalingLimited", holds: boolean, words: Words): void {
    const condition = { type, status: holds ? "True" : "False", ...words } as const;
    const conditions = withCondition(this.#status.conditions, condition, this.#timestamp);
    this.#status = { ...this.#status, conditions };
  }

  replicas(currentReplicas: number, desiredReplicas: number, metrics: readonly CurrentMetric[] | null): void {
    this.#status = { ...this.#status, currentReplicas, desiredReplicas, currentMetrics: metrics };
  }

  rescaled(): void {
    this.#status = { ...this.#status, lastScaleTime: this.#timestamp };
  }
}
