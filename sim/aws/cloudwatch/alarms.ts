/** Alarms on metrics. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { operation } from "../../core/operation.ts";
import { physicalName } from "../../core/physical-name.ts";
import { apiKind } from "../kind/api-kind.ts";
import { callsOf } from "../kind/call.ts";
import { TAGGING, tagOperations } from "../kind/tagging.ts";
import { sameSet } from "../pulumi/sets.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { spellings } from "../spelling.ts";
import { tagList, tagMap, type Tag } from "../tags.ts";
import { evaluateAlarms, requireEvaluated } from "./evaluation.ts";
import { requireSimulated } from "./metrics.ts";
import { cloudWatchState, type AlarmInput, type AlarmRecord } from "./state.ts";

const MAX_NAME_LENGTH = 255;

const tagging = { ...TAGGING, key: "ResourceARN" } as const;
const alarms = apiKind({
  ...{ service: "cloudwatch", key: "AlarmName", delete: "DeleteAlarms", severalKey: "AlarmNames", tagging },
  table: (cloud) => cloudWatchState(cloud).alarms,
  arn: (cloud, name) => cloud.arn("cloudwatch", `alarm:${name}`),
});

type AlarmOutput = AlarmInput & { readonly AlarmArn: string; readonly StateValue: AlarmRecord["state"] };

export const alarmOperations = {
  ...tagOperations("cloudwatch", tagging, alarms.table),

  /** Changes the alarm that has the name already; tags are for a new one. */
  PutMetricAlarm: operation<AlarmInput & { readonly Tags?: readonly Tag[] }, object>({
    authorize: alarms.onNew("PutMetricAlarm"),
    run(cloud, { Tags: tags = [], ...settings }) {
      requireSimulated(settings);
      requireEvaluated(settings);
      const { AlarmName: name } = settings;
      const present = alarms.table(cloud).find(name);
      if (present) present.settings = settings;
      else
        alarms
          .table(cloud)
          .set(name, { arn: alarms.arn(cloud, name), settings, tags, state: "INSUFFICIENT_DATA" });
      evaluateAlarms(cloud);
      return {};
    },
  }),

  DescribeAlarms: operation<object, { readonly MetricAlarms: readonly AlarmOutput[] }>({
    run: (cloud) => ({
      MetricAlarms: alarms
        .table(cloud)
        .values()
        .map(({ arn, settings, state }) => ({ ...settings, AlarmArn: arn, StateValue: state })),
    }),
  }),

  DeleteAlarms: alarms.deletion<{ readonly AlarmNames: readonly string[] }>(),
};

const { toApi, fromApi } = spellings({
  name: "AlarmName",
  okActions: "OKActions",
  evaluateLowSampleCountPercentiles: "EvaluateLowSampleCountPercentile",
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

function put(cloud: Cloud, name: string, inputs: z.output<typeof schema>, tags: object = {}): string {
  const { dimensions, tags: _, ...others } = inputs;
  const Dimensions = tagList(dimensions).map(({ Key, Value }) => ({ Name: Key, Value }));
  const settings = toApi({ ...others, name }) as AlarmInput;
  callsOf("cloudwatch")(cloud, "PutMetricAlarm", { ...settings, Dimensions, ...tags });
  return name;
}

/** Schema: terraform-provider-aws/internal/service/cloudwatch/metric_alarm.go */
export const alarmResource = alarms.resource({
  token: "aws:cloudwatch/metricAlarm:MetricAlarm",
  schema,
  defaults: { actionsEnabled: true, treatMissingData: "missing" },
  computed: ["arn", "evaluateLowSampleCountPercentiles", "name", "tagsAll"],
  isSame: (property, before, after) => (property.endsWith("Actions") ? sameSet(before, after) : undefined),
  create: (context, inputs, tags) => put(context.cloud, physicalName(context, MAX_NAME_LENGTH), inputs, tags),
  outputs(_context, { arn, settings: { Dimensions = [], ...settings } }) {
    const dimensions = tagMap(Dimensions.map(({ Name, Value }) => ({ Key: Name, Value })));
    return { ...(fromApi(settings) as object), arn, dimensions };
  },
  update({ cloud }, name, _before, after) {
    put(cloud, name, after);
  },
});
