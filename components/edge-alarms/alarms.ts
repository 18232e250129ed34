import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import type { Threshold, WatchedApp } from "./args.ts";
import {
  ALB_NAMESPACE,
  loadBalancerDimensions,
  targetGroupDimensions,
  type Dimensions,
} from "./dimensions.ts";
import type { ResolvedEdgeAlarmsArgs } from "./resolve.ts";
import {
  APP_WATCHES,
  CERTIFICATE_WATCH,
  LOAD_BALANCER_WATCHES,
  WEB_ACL_WATCH,
  type Watch,
} from "./watches.ts";

/** A metric of something, and the value of it that makes an alarm. */
export interface Watched {
  /** What it is about: an app, with its cluster; empty for the load balancer. */
  readonly of: string;
  readonly watch: Watch;
  readonly namespace: string;
  readonly dimensions: Dimensions;
  readonly threshold: number;
}

const MINUTE = { period: 60 } as const;
/** The longest period of an alarm with one: values come every twelve hours. */
const DAY = { period: 86_400, evaluationPeriods: 1 } as const;

/** All that is to be watched, by the name of its alarm. */
function watchedBy(parent: pulumi.Resource, args: ResolvedEdgeAlarmsArgs): Readonly<Record<string, Watched>> {
  const all = [
    ...args.apps.flatMap((app) => ofApp(args, app)),
    ...ofLoadBalancer(args),
    ...args.certificateArns.flatMap((arn, index) => ofCertificate(args, arn, index)),
    ...ofWebAcl(parent, args),
  ];
  return Object.fromEntries(all.map((one) => [nameOf(one), one]));
}

function nameOf({ of, watch }: Watched): string {
  return of === "" ? watch.label : `${of}-${watch.label}`;
}

/** What an app is called in names of alarms. */
export function labelOf({ name, cluster }: WatchedApp): string {
  return cluster === undefined ? name : `${name}.${cluster}`;
}

function ofApp(args: ResolvedEdgeAlarmsArgs, app: WatchedApp): Watched[] {
  const { replicas = 1 } = app;
  const thresholds = { ...args, healthyTargets: args.healthyTargets ?? replicas };
  const dimensions = targetGroupDimensions(args, app);
  return among(APP_WATCHES, thresholds, {
    of: labelOf(app),
    namespace: ALB_NAMESPACE,
    dimensions,
  });
}

function ofLoadBalancer(args: ResolvedEdgeAlarmsArgs): Watched[] {
  const dimensions = loadBalancerDimensions(args);
  return among(LOAD_BALANCER_WATCHES, args, { of: "", namespace: ALB_NAMESPACE, dimensions });
}

function ofCertificate(
  { certificateDays }: ResolvedEdgeAlarmsArgs,
  CertificateArn: pulumi.Input<string>,
  index: number,
): Watched[] {
  return among(
    { certificateDays: CERTIFICATE_WATCH },
    { certificateDays },
    { of: `${index + 1}`, namespace: "AWS/CertificateManager", dimensions: { CertificateArn } },
  );
}

/** All rules together, by the region's dimension: https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html */
function ofWebAcl(
  parent: pulumi.Resource,
  { webAclMetric, blockedRequests }: ResolvedEdgeAlarmsArgs,
): Watched[] {
  if (webAclMetric === undefined || blockedRequests === false) return [];
  const { region } = aws.getRegionOutput({}, { parent });
  return among(
    { blockedRequests: WEB_ACL_WATCH },
    { blockedRequests },
    { of: "", namespace: "AWS/WAFV2", dimensions: { WebACL: webAclMetric, Region: region, Rule: "ALL" } },
  );
}

/** Those that have a threshold. */
function among<Key extends string>(
  watches: Readonly<Record<Key, Watch>>,
  thresholds: Readonly<Record<Key, Threshold>>,
  about: Omit<Watched, "watch" | "threshold">,
): Watched[] {
  return (Object.keys(watches) as Key[]).flatMap((key) => {
    const threshold: Threshold = thresholds[key];
    return typeof threshold === "boolean" || threshold === 0
      ? []
      : [{ ...about, watch: watches[key], threshold }];
  });
}

/** One for each thing that is watched, by what it is called. */
export function createAlarms(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedEdgeAlarmsArgs,
  topicArn: pulumi.Output<string>,
): Readonly<Record<string, aws.cloudwatch.MetricAlarm>> {
  return Object.fromEntries(
    Object.entries(watchedBy(parent, args)).map(([label, watched]) => [
      label,
      createAlarm(parent, `${name}-${label}`, args, { ...watched, topicArn }),
    ]),
  );
}

function createAlarm(
  parent: pulumi.Resource,
  name: string,
  { minutes, tags, transform }: ResolvedEdgeAlarmsArgs,
  {
    watch,
    namespace,
    dimensions,
    threshold,
    topicArn,
  }: Watched & { readonly topicArn: pulumi.Output<string> },
): aws.cloudwatch.MetricAlarm {
  const { metricName, missing, meaning, isBad } = watch;
  return createChild(aws.cloudwatch.MetricAlarm, name, {
    args: {
      namespace,
      metricName,
      dimensions,
      ...statisticOf(watch),
      ...(namespace === "AWS/CertificateManager" ? DAY : { ...MINUTE, evaluationPeriods: minutes }),
      comparisonOperator: isBad === "from" ? "GreaterThanOrEqualToThreshold" : "LessThanThreshold",
      threshold,
      treatMissingData: missing,
      alarmDescription: meaning,
      alarmActions: [topicArn],
      okActions: [topicArn],
      tags,
    },
    opts: { parent },
    transform: transform.alarm,
  });
}

/** With few requests a percentile says little: the alarm stays as it is. */
function statisticOf({ statistic }: Watch) {
  return statistic === "p95"
    ? { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "ignore" }
    : { statistic };
}
