/** Operations of CloudWatch Logs. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html */
import type { Cloud } from "../../core/cloud.ts";
import { defined } from "../../core/defined.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { keyObstacle } from "../kms/keys.ts";
import { requestTagContext, tagList, type TagMap } from "../tags.ts";
import { findLogGroup, logsState, type LogEvent, type LogGroupRecord } from "./state.ts";

interface OnGroup {
  readonly logGroupName: string;
}

const arnOf = (cloud: Cloud, { logGroupName }: OnGroup) => cloud.arn("logs", `log-group:${logGroupName}`);

/** @throws AwsError unless CloudWatch Logs may use the key. */
function requireKey(cloud: Cloud, group: OnGroup, keyArn: string): void {
  const service = `logs.${cloud.region}.${cloud.dnsSuffix}`;
  if (keyObstacle(cloud, keyArn, [service], "Service") === undefined) return;
  throw new AwsError(
    "AccessDeniedException",
    `The specified KMS key does not exist or is not allowed to be used with Arn '${arnOf(cloud, group)}'`,
  );
}

/** What is done with a log group that is there. */
function onGroup<I extends object = object>(
  action: string,
  change: (group: LogGroupRecord, input: I, cloud: Cloud) => void,
) {
  return operation<OnGroup & I, object>({
    authorize: (cloud, input) => [{ action: `logs:${action}`, resources: [arnOf(cloud, input)] }],
    run(cloud, input) {
      change(logsState(cloud).groups.get(input.logGroupName), input, cloud);
      return {};
    },
  });
}

function onTags<I extends object>(action: string, changed: (tags: TagMap, input: I) => TagMap) {
  return operation<{ readonly resourceArn: string } & I, object>({
    authorize: (_cloud, { resourceArn }) => [{ action: `logs:${action}`, resources: [resourceArn] }],
    run(cloud, input) {
      const group = findLogGroup(cloud, input.resourceArn);
      if (group === undefined) throw logsState(cloud).groups.missing(input.resourceArn);
      group.tags = changed(group.tags, input);
      return {};
    },
  });
}

export const logsOperations = {
  CreateLogGroup: operation<OnGroup & { readonly kmsKeyId?: string; readonly tags?: TagMap }, object>({
    authorize(cloud, input) {
      const resources = [arnOf(cloud, input)];
      const context = requestTagContext(tagList(input.tags));
      const actions = ["CreateLogGroup", ...(input.tags === undefined ? [] : ["TagResource"])];
      return actions.map((action) => ({ action: `logs:${action}`, resources, context }));
    },
    run(cloud, { logGroupName: name, tags = {}, kmsKeyId }) {
      const { groups } = logsState(cloud);
      if (groups.has(name)) {
        throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
      }
      if (kmsKeyId !== undefined) requireKey(cloud, { logGroupName: name }, kmsKeyId);
      const arn = arnOf(cloud, { logGroupName: name });
      groups.set(name, { name, arn, tags, events: [], ...defined({ kmsKeyId }) });
      return {};
    },
  }),

  DeleteLogGroup: onGroup("DeleteLogGroup", ({ name }, _input, cloud) => {
    logsState(cloud).groups.delete(name);
  }),

  PutRetentionPolicy: onGroup<{ readonly retentionInDays: number }>("PutRetentionPolicy", (group, input) => {
    group.retentionInDays = input.retentionInDays;
  }),

  AssociateKmsKey: onGroup<{ readonly kmsKeyId: string }>("AssociateKmsKey", (group, input, cloud) => {
    requireKey(cloud, { logGroupName: group.name }, input.kmsKeyId);
    group.kmsKeyId = input.kmsKeyId;
  }),

  DisassociateKmsKey: onGroup("DisassociateKmsKey", (group) => {
    delete group.kmsKeyId;
  }),

  FilterLogEvents: operation<OnGroup, { readonly events: readonly LogEvent[] }>({
    authorize: (cloud, input) => [{ action: "logs:FilterLogEvents", resources: [arnOf(cloud, input)] }],
    run: (cloud, { logGroupName }) => ({ events: [...logsState(cloud).groups.get(logGroupName).events] }),
  }),

  TagResource: onTags<{ readonly tags: TagMap }>("TagResource", (before, { tags }) => ({
    ...before,
    ...tags,
  })),

  UntagResource: onTags<{ readonly tagKeys: readonly string[] }>("UntagResource", (before, { tagKeys }) =>
    Object.fromEntries(Object.entries(before).filter(([key]) => !tagKeys.includes(key))),
  ),
};
