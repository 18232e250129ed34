import { cloudState } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";
import type { Tag } from "../tags.ts";

/** An alarm as a request describes it. */
export interface AlarmInput {
  readonly AlarmName: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly EvaluateLowSampleCountPercentile?: string;
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData?: string;
}

export interface AlarmRecord {
  readonly arn: string;
  settings: AlarmInput;
  tags: readonly Tag[];
  state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  /** Minutes in a row that were bad up to now; absent before the first one. */
  badMinutes?: number;
}

/** Amazon CloudWatch: alarms of the region and dashboards of the account, by name. */
export class CloudWatchState {
  readonly alarms = new Table<AlarmRecord>(
    () => new AwsError("ResourceNotFound", "The named resource does not exist.", 404),
  );
  readonly dashboards = new Table<{ readonly arn: string; readonly body: string }>(
    (name) => new AwsError("ResourceNotFound", `Dashboard ${name} does not exist`, 404),
  );
}

export const cloudWatchState = cloudState(() => new CloudWatchState());
