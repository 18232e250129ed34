import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { physicalName } from "../../core/physical-name.ts";
import { kindByArn } from "../kind/by-arn.ts";
import { kindResource } from "../kind/resource.ts";
import { sameSet } from "../pulumi/sets.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { spellings } from "../spelling.ts";
import { tagList, tagMap } from "../tags.ts";
import { alarmArn } from "./operations.ts";
import { cloudWatchState, type AlarmInput } from "./state.ts";

const MAX_NAME_LENGTH = 255;

const { toApi, fromApi } = spellings({
  name: "AlarmName",
  okActions: "OKActions",
  evaluateLowSampleCountPercentiles: "EvaluateLowSampleCountPercentile",
});

const alarms = kindByArn((cloud) => cloudWatchState(cloud).alarms, {
  tag: (cloud, ResourceARN, Tags) =>
    cloud.call(cloud.administrator, "cloudwatch", "TagResource", { ResourceARN, Tags }),
  untag: (cloud, ResourceARN, TagKeys) =>
    cloud.call(cloud.administrator, "cloudwatch", "UntagResource", { ResourceARN, TagKeys }),
});

const schema = z.object({
  actionsEnabled: z.boolean(),
  alarmActions: z.array(z.string()).optional(),
  alarmDescription: z.string().optional(),
  comparisonOperator: z.string(),
  dimensions: z.record(z.string(), z.string()),
  evaluateLowSampleCountPercentiles: z.string().optional(),
  evaluationPeriods: z.number(),
  extendedStatistic: z.string().optional(),
  metricName: z.string(),
  namespace: z.string(),
  okActions: z.array(z.string()).optional(),
  period: z.number(),
  statistic: z.string().optional(),
  threshold: z.number(),
  treatMissingData: z.string(),
  ...tagsInput,
});

function put(
  cloud: Cloud,
  name: string,
  { dimensions, tags: _, ...inputs }: z.output<typeof schema>,
  tagging = {},
) {
  const Dimensions = tagList(dimensions).map(({ Key, Value }) => ({ Name: Key, Value }));
  const settings = toApi({ ...inputs, name }) as Omit<AlarmInput, "Dimensions">;
  cloud.call(cloud.administrator, "cloudwatch", "PutMetricAlarm", { ...settings, Dimensions, ...tagging });
}

/** Schema: terraform-provider-aws/internal/service/cloudwatch/metric_alarm.go */
export const alarmResource = kindResource(alarms, {
  token: "aws:cloudwatch/metricAlarm:MetricAlarm",
  schema,
  defaults: { actionsEnabled: true, treatMissingData: "missing" },
  computed: ["arn", "evaluateLowSampleCountPercentiles", "name", "tagsAll"],
  isSame: (property, before, after) => (property.endsWith("Actions") ? sameSet(before, after) : undefined),
  find: (cloud, name) => cloudWatchState(cloud).alarms.find(alarmArn(cloud, name)),
  taggedId: alarmArn,
  create(context, inputs, tagging) {
    const name = physicalName(context, MAX_NAME_LENGTH);
    put(context.cloud, name, inputs, tagging);
    return name;
  },
  outputs(_context, { arn, settings: { Dimensions = [], ...settings } }) {
    const dimensions = tagMap(Dimensions.map(({ Name, Value }) => ({ Key: Name, Value })));
    return { ...(fromApi(settings) as object), arn, dimensions };
  },
  update: ({ cloud }, name, _before, after) => put(cloud, name, after),
  delete({ cloud }, name) {
    cloud.call(cloud.administrator, "cloudwatch", "DeleteAlarms", { AlarmNames: [name] });
  },
});
