/** Alarms change their state in virtual time. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html */
import type { Cloud } from "../../core/cloud.ts";
import { publish } from "../sns/state.ts";
import { notSimulated, takeCounts, valueOf } from "./metrics.ts";
import { cloudWatchState, type AlarmInput, type AlarmRecord } from "./state.ts";

const MINUTE_MS = 60_000;

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

const MISSING: readonly string[] = ["breaching", "notBreaching", "ignore"];

/** @throws NotSimulated for what no alarm here asks for. */
export function requireEvaluated({ ComparisonOperator, TreatMissingData = "missing" }: AlarmInput): void {
  if (!Object.hasOwn(COMPARISONS, ComparisonOperator)) throw notSimulated(ComparisonOperator);
  if (!MISSING.includes(TreatMissingData)) throw notSimulated(`missing data as ${TreatMissingData}`);
}

const TICKING = new WeakSet<Cloud>();

/** Looks at all alarms at the end of every minute, as long as there are any. */
export function evaluateAlarms(cloud: Cloud): void {
  if (TICKING.has(cloud) || cloudWatchState(cloud).alarms.size === 0) return;
  TICKING.add(cloud);
  cloud.clock.schedule(MINUTE_MS - (cloud.clock.now() % MINUTE_MS), () => {
    TICKING.delete(cloud);
    const counts = takeCounts(cloud);
    for (const alarm of cloudWatchState(cloud).alarms.values())
      evaluate(cloud, alarm, valueOf(cloud, alarm.settings, counts));
    evaluateAlarms(cloud);
  });
}

/** All of the last values must be bad. Before the first ones they are missing. */
function evaluate(cloud: Cloud, alarm: AlarmRecord, value: number | undefined): void {
  const { EvaluationPeriods, ComparisonOperator, Threshold, TreatMissingData } = alarm.settings;
  if (value === undefined && TreatMissingData === "ignore") return;
  const isBad =
    value === undefined
      ? TreatMissingData === "breaching"
      : COMPARISONS[ComparisonOperator]!(value, Threshold);
  const before = alarm.badMinutes ?? (TreatMissingData === "breaching" ? EvaluationPeriods : 0);
  alarm.badMinutes = isBad ? before + 1 : 0;
  const state = alarm.badMinutes >= EvaluationPeriods ? "ALARM" : "OK";
  if (state !== alarm.state) change(cloud, alarm, state);
}

/** AWS says the region by its long name. */
function change(cloud: Cloud, alarm: AlarmRecord, state: "ALARM" | "OK"): void {
  const { AlarmName, AlarmActions = [], OKActions = [], ActionsEnabled = true } = alarm.settings;
  alarm.state = state;
  const topics = state === "ALARM" ? AlarmActions : OKActions;
  const subject = `${state}: "${AlarmName}" in ${cloud.region}`;
  if (!ActionsEnabled) return;
  for (const topic of topics) publish(cloud, "cloudwatch.amazonaws.com", topic, subject);
}
