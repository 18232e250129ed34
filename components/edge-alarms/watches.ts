/**
 * What is watched, with what it means that a metric has no value for a minute.
 *
 * Load balancer and target groups: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 * Certificates: https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
 * Web ACLs: https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
 */
import type { EdgeAlarmsArgs } from "./args.ts";

/** One metric, and what of it makes an alarm. */
export interface Watch {
  readonly metricName: string;
  /** How values of a minute are put together; `p95` is a percentile. */
  readonly statistic: "Sum" | "Minimum" | "Maximum" | "p95";
  readonly isBad: "from" | "below";
  /** What a missing value stands for: good, bad, or the same as before. */
  readonly missing: "notBreaching" | "breaching" | "ignore";
  /** Name of the alarm, after what it is about. */
  readonly label: string;
  /** What is wrong when it goes off. */
  readonly meaning: string;
}

/** Counts are reported where there is something to count, so that no value is a good one. */
const COUNTED = { statistic: "Sum", isBad: "from", missing: "notBreaching" } as const;

type Watches<Key extends keyof EdgeAlarmsArgs> = Readonly<Record<Key, Watch>>;

/**
 * Of each target group, by the dimensions `TargetGroup` and `LoadBalancer`. With `AvailabilityZone` among them, a metric counts
 * targets of one zone alone, and would need an alarm for each. Every node of the load balancer reports what it sees itself,
 * and one that sees fewer healthy targets is reason enough.
 */
export const APP_WATCHES: Watches<
  "unhealthyTargets" | "healthyTargets" | "targetErrors" | "connectionErrors" | "responseTime"
> = {
  unhealthyTargets: {
    metricName: "UnHealthyHostCount",
    statistic: "Maximum",
    isBad: "from",
    // A group without targets has no unhealthy ones.
    missing: "notBreaching",
    label: "unhealthy-targets",
    meaning: "Targets fail their health checks: pods or nodes, or a cluster that is lost.",
  },
  healthyTargets: {
    metricName: "HealthyHostCount",
    statistic: "Minimum",
    isBad: "below",
    // Nothing is reported of a group without targets, and then nobody answers.
    missing: "breaching",
    label: "healthy-targets",
    meaning: "Fewer healthy targets than one cluster should have.",
  },
  targetErrors: {
    ...COUNTED,
    metricName: "HTTPCode_Target_5XX_Count",
    label: "target-errors",
    meaning: "The application itself answers with errors.",
  },
  connectionErrors: {
    ...COUNTED,
    metricName: "TargetConnectionErrorCount",
    label: "connection-errors",
    meaning: "The load balancer cannot connect to targets that it takes to be healthy.",
  },
  responseTime: {
    metricName: "TargetResponseTime",
    statistic: "p95",
    isBad: "from",
    // No requests, so none is slow.
    missing: "notBreaching",
    label: "response-time",
    meaning: "The slowest 5 % of answers take long.",
  },
};

/** Of the load balancer, by the dimension `LoadBalancer`: AWS has these for no target group. */
export const LOAD_BALANCER_WATCHES: Watches<"loadBalancerErrors" | "rejectedConnections" | "newConnections"> =
  {
    loadBalancerErrors: {
      ...COUNTED,
      metricName: "HTTPCode_ELB_5XX_Count",
      label: "load-balancer-errors",
      meaning:
        "The load balancer answers with errors itself: no target is there, or none answers it in time.",
    },
    rejectedConnections: {
      ...COUNTED,
      metricName: "RejectedConnectionCount",
      label: "rejected-connections",
      meaning: "The load balancer has as many connections as it can have, and refuses others.",
    },
    newConnections: {
      ...COUNTED,
      metricName: "NewConnectionCount",
      label: "new-connections",
      meaning: "More new connections come than are expected.",
    },
  };

export const CERTIFICATE_WATCH: Watch = {
  metricName: "DaysToExpiry",
  statistic: "Minimum",
  isBad: "below",
  // Twice a day there is a value, hours after the certificate is issued at first, and none any more once it is expired.
  missing: "ignore",
  label: "certificate",
  meaning: "A certificate expires soon, and was not renewed.",
};

export const WEB_ACL_WATCH: Watch = {
  ...COUNTED,
  metricName: "BlockedRequests",
  label: "blocked-requests",
  meaning: "The web ACL blocks many requests: an attack, or a rule that is wrong.",
};
