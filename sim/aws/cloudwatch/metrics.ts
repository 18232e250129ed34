/** The metrics that are simulated, and their values of a minute. */
import type { Cloud } from "../../core/cloud.ts";
import { NotSimulated } from "../../core/errors.ts";
import { acmState, VALIDITY_MS } from "../acm/state.ts";
import { healthOfTargets } from "../elbv2/health/target-health.ts";
import { elbv2State } from "../elbv2/state.ts";
import { loadBalancersOf } from "../elbv2/target-group/usage.ts";
import { cloudWatchState, type AlarmInput } from "./state.ts";

/** Values by the names of dimensions. */
export type Dimensions = Readonly<Record<string, string>>;

/** What is counted while requests are answered. */
type Counts = Map<string, number>;

interface Metric {
  readonly namespace: string;
  readonly dimensions: readonly string[];
  /** What alarms may make of the values of a minute. */
  readonly statistic: string;
  /** The value at the end of a minute; undefined where none is reported. Default: what was counted. */
  value?(cloud: Cloud, dimensions: Dimensions): number | undefined;
}

const ALB = { namespace: "AWS/ApplicationELB", statistic: "Sum", dimensions: ["LoadBalancer"] } as const;
const TARGETS = { ...ALB, dimensions: ["LoadBalancer", "TargetGroup"] } as const;
const DAY_MS = 86_400_000;

/**
 * Nothing counts what the last three of the load balancer's are about: answers take no time here, a load balancer has as many
 * connections as it likes, and requests in virtual time need none.
 */
const METRICS: Readonly<Record<string, Metric>> = {
  HealthyHostCount: { ...TARGETS, statistic: "Minimum", value: (...of) => targetsIn("healthy", ...of) },
  UnHealthyHostCount: { ...TARGETS, statistic: "Maximum", value: (...of) => targetsIn("unhealthy", ...of) },
  HTTPCode_Target_5XX_Count: TARGETS,
  TargetConnectionErrorCount: TARGETS,
  HTTPCode_ELB_5XX_Count: ALB,
  TargetResponseTime: { ...TARGETS, statistic: "p95" },
  RejectedConnectionCount: ALB,
  NewConnectionCount: ALB,
  BlockedRequests: { namespace: "AWS/WAFV2", statistic: "Sum", dimensions: ["Region", "Rule", "WebACL"] },
  DaysToExpiry: {
    ...{ namespace: "AWS/CertificateManager", statistic: "Minimum", dimensions: ["CertificateArn"] },
    value(cloud, { CertificateArn = "" }) {
      const { issuedAt } = acmState(cloud).certificates.find(CertificateArn) ?? {};
      const left = issuedAt === undefined ? 0 : issuedAt + VALIDITY_MS - cloud.clock.now();
      return left > 0 ? Math.floor(left / DAY_MS) : undefined;
    },
  },
};

/** @throws NotSimulated for an alarm on something else: AWS takes it, and it never goes off. */
export function requireSimulated({ Namespace, MetricName, Dimensions = [], ...settings }: AlarmInput): void {
  const metric = Object.hasOwn(METRICS, MetricName) ? METRICS[MetricName] : undefined;
  const names = Dimensions.map(({ Name }) => Name).toSorted();
  const { Statistic = settings.ExtendedStatistic, Period } = settings;
  if (metric?.namespace !== Namespace || metric.dimensions.join() !== names.join())
    throw notSimulated(`metric ${Namespace} ${MetricName} by ${names.join(", ")}`);
  if (metric.statistic !== Statistic) throw notSimulated(`statistic ${Statistic} of ${MetricName}`);
  if (Period !== (MetricName === "DaysToExpiry" ? 86_400 : 60)) throw notSimulated(`period ${Period}`);
}

export function notSimulated(what: string): NotSimulated {
  return new NotSimulated("cloudwatch:PutMetricAlarm", what);
}

/** The value of the minute that ends now. */
export function valueOf(cloud: Cloud, { MetricName, Dimensions = [] }: AlarmInput, counts: Counts) {
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  const { value } = METRICS[MetricName]!;
  return value === undefined ? counts.get(keyOf(MetricName, dimensions)) : value(cloud, dimensions);
}

/** Targets that are checked for the first time, or leave, are in neither number. */
function targetsIn(state: "healthy" | "unhealthy", cloud: Cloud, { TargetGroup, LoadBalancer }: Dimensions) {
  const { targetGroups } = elbv2State(cloud);
  const [group] = targetGroups.where(({ arn }) => arn.endsWith(`:${TargetGroup}`));
  const balancers = group === undefined ? [] : loadBalancersOf(elbv2State(cloud), group.arn);
  if (group === undefined || !balancers.some((arn) => arn.endsWith(`/${LoadBalancer}`))) return undefined;
  const states = Object.values(group.targets).map((target) => healthOfTargets(cloud, group)(target).State);
  const registered = states.filter((one) => one !== "draining");
  return registered.length === 0 ? undefined : registered.filter((one) => one === state).length;
}

/** In memory only: a saved world begins a new minute. */
const COUNTED = new WeakMap<Cloud, Counts>();

/** Counts something, where there are alarms that may be about it. */
export function countMetric(cloud: Cloud, metricName: string, dimensions: Dimensions): void {
  if (cloudWatchState(cloud).alarms.size === 0) return;
  const counts = COUNTED.get(cloud) ?? new Map<string, number>();
  COUNTED.set(cloud, counts);
  const key = keyOf(metricName, dimensions);
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** What was counted since the last call. */
export function takeCounts(cloud: Cloud): Counts {
  const counts = COUNTED.get(cloud) ?? new Map<string, number>();
  COUNTED.delete(cloud);
  return counts;
}

function keyOf(metricName: string, dimensions: Dimensions): string {
  return JSON.stringify([metricName, Object.entries(dimensions).toSorted()]);
}
