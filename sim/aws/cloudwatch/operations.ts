/** Alarms on metrics. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html */
import type { Cloud } from "../../core/cloud.ts";
import { operation } from "../../core/operation.ts";
import { operationsByArn } from "../kind/by-arn.ts";
import type { Tag } from "../tags.ts";
import { evaluateAlarms, requireEvaluated } from "./evaluation.ts";
import { requireSimulated } from "./metrics.ts";
import { cloudWatchState, type AlarmInput, type AlarmRecord } from "./state.ts";

const alarmsOf = (cloud: Cloud) => cloudWatchState(cloud).alarms;
const { creation, tagOperations } = operationsByArn("cloudwatch", alarmsOf);

export function alarmArn(cloud: Cloud, name: string): string {
  return cloud.arn("cloudwatch", `alarm:${name}`);
}

export function dashboardArn(cloud: Cloud, name: string): string {
  return cloud.arn("cloudwatch", `dashboard/${name}`, { regional: false });
}

function onDashboards(cloud: Cloud, action: string, names: readonly string[]) {
  return [{ action: `cloudwatch:${action}`, resources: names.map((name) => dashboardArn(cloud, name)) }];
}

interface Named {
  readonly AlarmNames: readonly string[];
}

type AlarmOutput = AlarmInput & { readonly AlarmArn: string; readonly StateValue: AlarmRecord["state"] };

export const cloudWatchOperations = {
  ...tagOperations("ResourceARN"),

  /** Changes the alarm that has the name already; tags are for a new one. */
  PutMetricAlarm: operation<AlarmInput & { readonly Tags?: readonly Tag[] }, object>({
    authorize: (cloud, { AlarmName, Tags }) => creation("PutMetricAlarm", alarmArn(cloud, AlarmName), Tags),
    run(cloud, { Tags = [], ...settings }) {
      requireSimulated(settings);
      requireEvaluated(settings);
      const arn = alarmArn(cloud, settings.AlarmName);
      const present = alarmsOf(cloud).find(arn);
      if (present) present.settings = settings;
      else alarmsOf(cloud).set(arn, { arn, settings, tags: Tags, state: "INSUFFICIENT_DATA" });
      evaluateAlarms(cloud);
      return {};
    },
  }),

  PutDashboard: operation<{ readonly DashboardName: string; readonly DashboardBody: string }, object>({
    authorize: (cloud, { DashboardName }) => onDashboards(cloud, "PutDashboard", [DashboardName]),
    run(cloud, { DashboardName, DashboardBody }) {
      cloudWatchState(cloud).dashboards.set(DashboardName, { body: DashboardBody });
      return {};
    },
  }),

  DeleteDashboards: operation<{ readonly DashboardNames: readonly string[] }, object>({
    authorize: (cloud, { DashboardNames }) => onDashboards(cloud, "DeleteDashboards", DashboardNames),
    run(cloud, { DashboardNames }) {
      for (const name of DashboardNames) {
        cloudWatchState(cloud).dashboards.get(name);
        cloudWatchState(cloud).dashboards.delete(name);
      }
      return {};
    },
  }),

  DescribeAlarms: operation<object, { readonly MetricAlarms: readonly AlarmOutput[] }>({
    run: (cloud) => ({
      MetricAlarms: alarmsOf(cloud)
        .values()
        .map(({ arn, settings, state }) => ({ ...settings, AlarmArn: arn, StateValue: state })),
    }),
  }),

  DeleteAlarms: operation<Named, object>({
    authorize: (cloud, { AlarmNames }) => [
      { action: "cloudwatch:DeleteAlarms", resources: AlarmNames.map((name) => alarmArn(cloud, name)) },
    ],
    run(cloud, { AlarmNames }) {
      const arns = AlarmNames.map((name) => alarmsOf(cloud).get(alarmArn(cloud, name)).arn);
      for (const arn of arns) alarmsOf(cloud).delete(arn);
      return {};
    },
  }),
};
