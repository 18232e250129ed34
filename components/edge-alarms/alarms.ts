import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import type { Threshold, WatchedApp } from "./args.ts";
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
  readonly dimensions: pulumi.Input<Record<string, pulumi.Input<string>>>;
  readonly threshold: number;
}

const MINUTE = { period: 60 } as const;
/** The longest period of an alarm with one: values come every twelve hours. */
const DAY = { period: 86_400, evaluationPeriods: 1 } as const;

/** All that is to be watched, by the name of its alarm. */
export function watchedBy(
  parent: pulumi.Resource,
  args: ResolvedEdgeAlarmsArgs,
): Readonly<Record<string, Watched>> {
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
  const { replicas = 1, targetGroupArn } = app;
  const thresholds = { ...args, healthyTargets: args.healthyTargets ?? replicas };
  const dimensions = {
    // `targetgroup/name/id` and `app/name/id`: the last parts of the ARNs.
    TargetGroup: pulumi.output(targetGroupArn).apply((arn) => arn.split(":").at(-1)!),
    LoadBalancer: loadBalancerDimension(args),
  };
  return among(APP_WATCHES, thresholds, {
    of: labelOf(app),
    namespace: "AWS/ApplicationELB",
    dimensions,
  });
}

function ofLoadBalancer(args: ResolvedEdgeAlarmsArgs): Watched[] {
  const dimensions = { LoadBalancer: loadBalancerDimension(args) };
  return among(LOAD_BALANCER_WATCHES, args, { of: "", namespace: "AWS/ApplicationELB", dimensions });
}

export function loadBalancerDimension({
  loadBalancerArn,
}: Pick<ResolvedEdgeAlarmsArgs, "loadBalancerArn">): pulumi.Output<string> {
  return pulumi.output(loadBalancerArn).apply((arn) => arn.split(":loadbalancer/").at(-1)!);
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

export function createAlarm(
  parent: pulumi.Resource,
  name: string,
  { minutes, tags, transform }: ResolvedEdgeAlarmsArgs,
  { watched, topicArn }: { readonly watched: Watched; readonly topicArn: pulumi.Input<string> },
): aws.cloudwatch.MetricAlarm {
  const { watch, namespace, dimensions, threshold } = watched;
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
