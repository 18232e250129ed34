import type { ListenerProtocol } from "../../sim/aws/elbv2/records.ts";
import type { Properties } from "../../sim/core/resource-type.ts";
import type { StepOperation } from "../../sim/hosts/in-process/events.ts";
import type { CriticalPath } from "./critical-path.ts";
import type { StandInReport } from "./stand-ins.ts";
import type { TargetGroupReport } from "./target-groups.ts";
import type { SampleRequest } from "./traffic/sample-request.ts";
import type { LoadBalancerReport, TargetReport } from "./verify.ts";

/** Of listeners that are asked: those of Network Load Balancers have others than HTTP and HTTPS. */
export type ServedProtocol = Exclude<ListenerProtocol, "UDP">;

/** How requests were spread over clusters and pods. */
export interface TrafficReport {
  /** The address from which the requests came: one that the load balancer's security groups let in. */
  readonly from: string;
  /** What the load balancer offers and the simulated cloud does not answer: `HTTPS on port 443 with mutual TLS`. */
  readonly notTested: readonly string[];
  readonly requests: number;
  /** Requests without an answer, or with one of status 500 and above. */
  readonly errors: number;
  /** Requests that a web ACL refused, by status: whatever comes from this machine is one client. */
  readonly blocked: Readonly<Record<number, number>>;
  /**
   * Answers by status where the load balancer gave all of them itself - a redirect to HTTPS, a fixed response - and no
   * application was asked; empty otherwise.
   */
  readonly ownAnswers: Readonly<Record<number, number>>;
  readonly byCluster: Readonly<Record<string, number>>;
  /** Keyed `cluster/pod address`. */
  readonly byPod: Readonly<Record<string, number>>;
  /**
   * Chi-squared test of the split that should be: an even one over all healthy targets, or by the weights of their target groups,
   * or over zones first where no load balancing crosses them; small means another split. Null where no app answered, or several did: each has its own.
   */
  readonly pValue: number | null;
  /** Whether zones were to get equal parts, and so targets unequal ones. */
  readonly byZones: boolean;
}

/** How one app did: the rules of a load balancer that forward to the same target groups. */
export interface ApplicationReport {
  readonly app: string;
  readonly requests: number;
  /** Requests that none of its rules and targets answered, or with a status of 500 and above. */
  readonly errors: number;
  /** Requests that a web ACL refused. */
  readonly blocked: number;
  readonly byCluster: Readonly<Record<string, number>>;
  /** Keyed `cluster/pod address`, or `cluster/instance id` where nodes are the targets. */
  readonly byPod: Readonly<Record<string, number>>;
  /** Which part of the requests each target group was to get, and how many its targets answered. */
  readonly targetGroups: readonly TargetGroupTraffic[];
  /** As of the whole load balancer; null where nobody answered. */
  readonly pValue: number | null;
  /** As of the whole load balancer. */
  readonly byZones: boolean;
  readonly routes: readonly RouteReport[];
}

export interface TargetGroupTraffic {
  readonly name: string;
  /** Clusters whose targets are in it. */
  readonly clusters: readonly string[];
  readonly weight: number;
  readonly answers: number;
}

/** One rule of a load balancer. */
export interface RouteReport {
  /** Of its listener. */
  readonly protocol: ServedProtocol;
  /** Of its listener. */
  readonly port: number;
  /** Priority of the rule, or `default`. */
  readonly rule: string;
  /** `host shop.example.com, path /api/*` */
  readonly conditions: string;
  /** What was asked for; null where no request was sent. */
  readonly request: SampleRequest | null;
  /** Of HTTPS and TLS: whom the client asked for when it connected; null for others, and where no request was sent. */
  readonly serverName: string | null;
  /** Hosts of the rule that no certificate of the listener is for. */
  readonly withoutCertificate: readonly string[];
  /** Why no request was sent; null where one was. */
  readonly notTested: string | null;
  /** The earlier rule that takes what this one would match, where there is one. */
  readonly shadowedBy: string | null;
  /** Requests that came to this rule and were answered. */
  readonly answers: number;
}

/** A rule whose requests the load balancer answers by itself. */
export interface OwnAnswerReport extends RouteReport {
  /** Null where no answer came. */
  readonly status: number | null;
  /** Where a redirect leads. */
  readonly location: string | null;
  /** Status of the answer there, where that is the load balancer's too; null elsewhere. */
  readonly followed: number | null;
  readonly body: string | null;
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
  /** What stays in the cloud because a stack wants that, such as a bucket with logs. */
  readonly kept: readonly string[];
  /** What else is still in the cloud; empty when everything is gone. */
  readonly leftovers: readonly string[];
}

/** A listener that was asked. */
export interface ListenerReport {
  readonly protocol: ServedProtocol;
  readonly port: number;
  /** Where it answered on this machine. */
  readonly url: string;
  readonly requests: number;
  /** Names of its certificates; empty without TLS. */
  readonly certificates: readonly string[];
  /** Names of the headers that it is to set, and did set in each answer that was looked at: one of each rule. */
  readonly responseHeaders: readonly string[];
  /** Whether it is to leave the header `Server` out, and did in those answers. */
  readonly hidesServer: boolean;
}

/** Where a name leads. */
export interface NameReport {
  readonly name: string;
  /** Name of the hosted zone. */
  readonly zone: string;
  /** Name of the load balancer to which the zone leads; null where it has no such record. */
  readonly leadsTo: string | null;
  /** The part of the clients that are led there: less than 1 for one of several weighted records. */
  readonly share: number;
}

/** A load balancer and how it did in the traffic test. */
export interface TestedLoadBalancer extends LoadBalancerReport {
  /** Where its first listener answered on this machine. */
  readonly url: string;
  readonly listeners: readonly ListenerReport[];
  /** Hosts of its rules that a hosted zone of the account has; of a Network Load Balancer the names that are led to it. */
  readonly names: readonly NameReport[];
  readonly traffic: TrafficReport;
  /** The apps behind it, by name. */
  readonly applications: readonly ApplicationReport[];
  /** Its redirects and fixed responses, in the order of their rules; each is asked for once. */
  readonly ownAnswers: readonly OwnAnswerReport[];
}

/**
 * What a run found. `mci local --json` prints it with a list `problems`, which is empty when all went well; of a run that
 * failed it has what was known by then.
 */
export interface LocalReport {
  readonly stacks: readonly StackReport[];
  readonly targetGroups: readonly TargetGroupReport[];
  readonly targets: readonly TargetReport[];
  /** Images that are not simulated: what answered in their place was a stand-in. */
  readonly standIns: readonly StandInReport[];
  readonly loadBalancers: readonly TestedLoadBalancer[];
  /** How long the stacks take to come up, in virtual time, where all goes on side by side that can. */
  readonly criticalPath: CriticalPath;
  readonly teardown: TeardownReport;
  readonly durationMs: number;
}
