import type { Properties } from "../../sim/core/resource-type.ts";
import type { StepOperation } from "../../sim/hosts/in-process/events.ts";
import type { CriticalPath } from "./critical-path.ts";
import type { StandInReport } from "./stand-ins.ts";
import type { LoadBalancerReport, TargetReport } from "./verify.ts";

/** How requests were spread over clusters and pods. */
export interface TrafficReport {
  /** The address from which the requests came: one that the load balancer's security groups let in. */
  readonly from: string;
  /** What the load balancer offers and the simulated cloud does not answer: `HTTPS on port 443`. */
  readonly notTested: readonly string[];
  readonly requests: number;
  /** Requests without an answer, or with one of status 500 and above. */
  readonly errors: number;
  /**
   * Answers by status where the load balancer gave all of them itself - a redirect to HTTPS, a fixed response - and no
   * application was asked; empty otherwise.
   */
  readonly ownAnswers: Readonly<Record<number, number>>;
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

/** A load balancer and how it did in the traffic test. */
export interface TestedLoadBalancer extends LoadBalancerReport {
  /** Where it answered on this machine. */
  readonly url: string;
  readonly traffic: TrafficReport;
}

/**
 * What a run found. `mci local --json` prints it with a list `problems`, which is empty when all went well; of a run that
 * failed it has what was known by then.
 */
export interface LocalReport {
  readonly stacks: readonly StackReport[];
  readonly targets: readonly TargetReport[];
  /** Images that are not simulated: what answered in their place was a stand-in. */
  readonly standIns: readonly StandInReport[];
  readonly loadBalancers: readonly TestedLoadBalancer[];
  /** How long the stacks take to come up, in virtual time, where all goes on side by side that can. */
  readonly criticalPath: CriticalPath;
  readonly teardown: TeardownReport;
  readonly durationMs: number;
}
