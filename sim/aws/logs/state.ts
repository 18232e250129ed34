import type { Cloud } from "../../core/cloud.ts";
import { cloudState } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";
import type { TagMap } from "../tags.ts";

/** As the API has it. */
export interface LogEvent {
  readonly logStreamName: string;
  readonly timestamp: number;
  readonly message: string;
}

export interface LogGroupRecord {
  readonly name: string;
  readonly arn: string;
  retentionInDays?: number;
  kmsKeyId?: string;
  tags: TagMap;
  events: LogEvent[];
}

/** Log groups of the account, by name. */
export class LogsState {
  readonly groups = new Table<LogGroupRecord>(
    () => new AwsError("ResourceNotFoundException", "The specified log group does not exist."),
  );
}

export const logsState = cloudState(() => new LogsState());

export function findLogGroup(cloud: Cloud, arn: string): LogGroupRecord | undefined {
  return logsState(cloud).groups.where((one) => one.arn === arn)[0];
}

/** A log here has so many events at most; the oldest go. */
const MOST_EVENTS = 1_000;

/** Writes an event, as services of AWS do that were let in; nothing where the log group is gone. */
export function deliver(cloud: Cloud, arn: string, logStreamName: string, message: string): void {
  const group = findLogGroup(cloud, arn);
  if (group === undefined) return;
  group.events.push({ logStreamName, timestamp: cloud.clock.now(), message });
  group.events.splice(0, group.events.length - MOST_EVENTS);
}
