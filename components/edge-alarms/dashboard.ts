/** A dashboard: the load balancer, and a row for each target group. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import {
  ALB_NAMESPACE,
  loadBalancerDimensions,
  targetGroupDimensions,
  type Dimensions,
} from "./dimensions.ts";
import { labelOf } from "./alarms.ts";
import type { ResolvedEdgeAlarmsArgs } from "./resolve.ts";

/** A row has 24 columns: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const WIDTH = 8;
const HEIGHT = 6;

/** A metric as a graph shows it. */
interface Line {
  readonly metricName: string;
  readonly stat: string;
}

const line = (metricName: string, stat = "Sum"): Line => ({ metricName, stat });

/** By title. */
type Graphs = Readonly<Record<string, readonly Line[]>>;

const OF_LOAD_BALANCER: Graphs = {
  "requests and own errors": [
    line("RequestCount"),
    line("HTTPCode_ELB_4XX_Count"),
    line("HTTPCode_ELB_5XX_Count"),
  ],
  connections: [line("ActiveConnectionCount"), line("NewConnectionCount"), line("RejectedConnectionCount")],
};

const OF_TARGET_GROUP: Graphs = {
  targets: [line("HealthyHostCount", "Minimum"), line("UnHealthyHostCount", "Maximum")],
  "requests and errors": [
    line("RequestCount"),
    line("HTTPCode_Target_5XX_Count"),
    line("TargetConnectionErrorCount"),
  ],
  "response time": [line("TargetResponseTime", "p50"), line("TargetResponseTime", "p95")],
};

/** Dashboards have no regions: the name tells it. */
export function createDashboard(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedEdgeAlarmsArgs,
  alarms: readonly aws.cloudwatch.MetricAlarm[],
): aws.cloudwatch.Dashboard {
  const { region } = aws.getRegionOutput({}, { parent });
  const status = { type: "alarm", properties: { title: "alarms", alarms: alarms.map(({ arn }) => arn) } };
  const rows = [
    [...graphs("load balancer", OF_LOAD_BALANCER, loadBalancerDimensions(args), region), status],
    ...args.apps.map((app) =>
      graphs(labelOf(app), OF_TARGET_GROUP, targetGroupDimensions(args, app), region),
    ),
  ];
  const widgets = rows.flatMap((row, y) =>
    row.map((widget, x) => ({ ...widget, x: x * WIDTH, y: y * HEIGHT, width: WIDTH, height: HEIGHT })),
  );
  return createChild(aws.cloudwatch.Dashboard, `${name}-dashboard`, {
    args: {
      dashboardName: pulumi.interpolate`${name.replaceAll(/[^\w-]/g, "-")}-${region}`,
      dashboardBody: pulumi.jsonStringify({ widgets }),
    },
    opts: { parent },
    transform: args.transform.dashboard,
  });
}

function graphs(of: string, wanted: Graphs, dimensions: Dimensions, region: pulumi.Output<string>) {
  const place = Object.entries(dimensions).flat();
  return Object.entries(wanted).map(([what, lines]) => ({
    type: "metric",
    properties: {
      title: `${of}: ${what}`,
      region,
      view: "timeSeries",
      period: 60,
      metrics: lines.map(({ metricName, stat }) => [ALB_NAMESPACE, metricName, ...place, { stat }]),
    },
  }));
}
