import type { Properties } from "../../sim/core/resource-type.ts";
import type { StepOperation } from "../../sim/hosts/in-process/events.ts";
import type { LoadBalancerReport, TargetReport } from "./verify.ts";

/** How requests were spread over clusters and pods. */
export interface TrafficReport {
  readonly requests: number;
  /** Requests without an answer, or with one of status 500 and above. */
  readonly errors: number;
  readonly byCluster: Readonly<Record<string, number>>;
  /** Keyed `cluster/pod address`. */
  readonly byPod: Readonly<Record<string, number>>;
  /**
   * Chi-squared test of an even split over all healthy targets; small means uneven. Null where the app does not say who
   * answers, by a header X-Pod-IP.
   */
  readonly pValue: number | null;
}

/** One stack after its update. */
export interface StackReport {
  readonly stack: string;
  readonly role: string;
  /** Resources by what was done with them, components included. */
  readonly resources: Readonly<Record<StepOperation, number>>;
  /** Secrets are shown as `[secret]`. */
  readonly outputs: Properties;
}

export interface TeardownReport {
  /** URNs in the order in which they were deleted. */
  readonly order: readonly string[];
  /** What is still in the cloud; empty when everything is gone. */
  readonly leftovers: readonly string[];
}

/** The document that `mci local --json` prints. */
export interface LocalReport {
  readonly stacks: readonly StackReport[];
  readonly loadBalancer: LoadBalancerReport & { readonly url: string };
  readonly targets: readonly TargetReport[];
  readonly traffic: TrafficReport;
  readonly teardown: TeardownReport;
  readonly durationMs: number;
}
