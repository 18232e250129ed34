import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags.ts";
import type { Transform } from "../shared/transform.ts";

/** At what an alarm goes off; false leaves the alarm out. */
export type Threshold = number | false;

/** Defaults of {@link EdgeAlarmsArgs}. */
export const EDGE_ALARMS_DEFAULTS = {
  minutes: 3,
  unhealthyTargets: 1,
  targetErrors: 10,
  connectionErrors: 10,
  responseTime: 2,
  loadBalancerErrors: 10,
  rejectedConnections: 1,
  newConnections: false,
  certificateDays: 30,
  blockedRequests: 100,
  dashboard: true,
} as const satisfies Partial<EdgeAlarmsArgs>;

/** A target group of an app that is watched. */
export interface WatchedApp {
  /** Name of the app. */
  readonly name: string;
  /**
   * The cluster that alone has targets in it.
   * @default - all clusters share it, and metrics do not tell whose a target is
   */
  readonly cluster?: string;
  readonly targetGroupArn: pulumi.Input<string>;
  /**
   * Fewest healthy targets that it should have: as many as one cluster has replicas. 0 leaves the alarm out.
   * @default 1
   */
  readonly replicas?: number;
}

export interface EdgeAlarmsArgs {
  readonly loadBalancerArn: pulumi.Input<string>;
  /** Target groups behind the load balancer, each app once, or once for each cluster. */
  readonly apps: readonly WatchedApp[];
  /**
   * Certificates of ACM, of which each has an alarm.
   * @default []
   */
  readonly certificateArns?: readonly pulumi.Input<string>[];
  /**
   * Name under which the web ACL has its metrics: `metricName` of its `visibilityConfig`.
   * @default - no web ACL is watched
   */
  readonly webAclMetric?: pulumi.Input<string>;
  /**
   * A topic of Amazon SNS that is there, whose policy lets `cloudwatch.amazonaws.com` publish. If it is encrypted, then by a key of
   * one's own whose policy lets that service use it: the key `alias/aws/sns` does not, and alarms reach nobody.
   * @default - one of its own, to which alarms of this account alone publish
   */
  readonly topicArn?: pulumi.Input<string>;
  /**
   * Addresses that get an e-mail for each alarm that goes off or clears, from a topic of its own. Each gets a question first, and
   * nothing more until it is answered.
   * @default []
   */
  readonly emails?: readonly string[];
  /**
   * Minutes in a row, from 1 to 60, for which something must be wrong before its alarm goes off.
   * @default 3
   */
  readonly minutes?: number;
  /**
   * Per app: unhealthy targets from which on the alarm goes off.
   * @default 1
   */
  readonly unhealthyTargets?: Threshold;
  /**
   * Per app: healthy targets below which the alarm goes off, in place of `replicas` of every app.
   * @default - `replicas` of the app
   */
  readonly healthyTargets?: Threshold;
  /**
   * Per app: answers of targets with a status of 500 or more, in a minute, from which on the alarm goes off.
   * @default 10
   */
  readonly targetErrors?: Threshold;
  /**
   * Per app: connections to targets that fail, in a minute, from which on the alarm goes off.
   * @default 10
   */
  readonly connectionErrors?: Threshold;
  /**
   * Per app: seconds that the slowest 5 % of answers take, from which on the alarm goes off.
   * @default 2
   */
  readonly responseTime?: Threshold;
  /**
   * Of the load balancer: answers with a status of 500 or more that it gives itself, in a minute, from which on the alarm goes off.
   * AWS counts them by load balancer, not by app.
   * @default 10
   */
  readonly loadBalancerErrors?: Threshold;
  /**
   * Of the load balancer: connections that it refuses for having too many, in a minute, from which on the alarm goes off.
   * @default 1
   */
  readonly rejectedConnections?: Threshold;
  /**
   * Of the load balancer: new connections in a minute, from which on the alarm goes off. What it can bear, nobody can know
   * beforehand: it grows with its load, within minutes. One capacity unit pays for 1500 in a minute.
   * @default false
   */
  readonly newConnections?: Threshold;
  /**
   * Of each certificate: days until it expires, below which the alarm goes off. Amazon renews a certificate 45 days before that
   * by itself, as long as its records are there; nobody renews an imported one.
   * @default 30
   */
  readonly certificateDays?: Threshold;
  /**
   * Of the web ACL: requests that it blocks, in a minute, from which on the alarm goes off.
   * @default 100
   */
  readonly blockedRequests?: Threshold;
  /**
   * Whether there is a dashboard: the load balancer, and a row for each target group. Three dashboards of an account cost
   * nothing, each further one USD 3 a month.
   * @default true
   */
  readonly dashboard?: boolean;
  /**
   * Tags of alarms and topic.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes children where the args above do not reach. */
  readonly transform?: EdgeAlarmsTransforms;
}

export interface EdgeAlarmsTransforms {
  /** Of every alarm; a function gets the Pulumi name too. */
  readonly alarm?: Transform<aws.cloudwatch.MetricAlarmArgs>;
  readonly dashboard?: Transform<aws.cloudwatch.DashboardArgs>;
  readonly topic?: Transform<aws.sns.TopicArgs>;
  readonly topicPolicy?: Transform<aws.sns.TopicPolicyArgs>;
  /** Of every subscription. */
  readonly subscription?: Transform<aws.sns.TopicSubscriptionArgs>;
}

/** Children of {@link EdgeAlarms}. */
export interface EdgeAlarmsNodes {
  /** By what they watch: `shop-unhealthy-targets`, `shop.cluster1-unhealthy-targets`, `rejected-connections`. */
  readonly alarms: Readonly<Record<string, aws.cloudwatch.MetricAlarm>>;
  /** Undefined where none is wanted. */
  readonly dashboard: aws.cloudwatch.Dashboard | undefined;
  /** Undefined where the topic is given. */
  readonly topic: aws.sns.Topic | undefined;
  /** Undefined where the topic is given. */
  readonly topicPolicy: aws.sns.TopicPolicy | undefined;
  /** By address. */
  readonly subscriptions: Readonly<Record<string, aws.sns.TopicSubscription>>;
}
