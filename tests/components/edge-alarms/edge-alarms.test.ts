import { describe, expect, it } from "vitest";
import { EdgeAlarms, type EdgeAlarmsArgs } from "../../../components/index.ts";
import { runProgram, valueOf } from "../../support/pulumi-program.ts";

const LOAD_BALANCER =
  "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/edge/0123456789abcdef";
const TARGET_GROUP = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop/0123456789abcdef";
const TOPIC = "arn:aws:sns:eu-west-1:111122223333:operators";

const shop = { name: "shop", targetGroupArn: TARGET_GROUP, replicas: 2 };
const base = { loadBalancerArn: LOAD_BALANCER, apps: [shop] };

const build = (args: Partial<EdgeAlarmsArgs> = {}) =>
  runProgram(() => new EdgeAlarms("alarms", { ...base, ...args }), {
    calls: {
      "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: "111122223333" }),
      "aws:index/getRegion:getRegion": () => ({ region: "eu-west-1" }),
    },
    outputs: ({ type, inputs }) => (type === "aws:sns/topic:Topic" ? { arn: TOPIC } : { arn: inputs["arn"] }),
  });

function problems(args: object): readonly string[] {
  return EdgeAlarms.problems("alarms", { ...base, ...args }).map(({ path, reason }) => `${path} ${reason}`);
}

interface Widget {
  readonly x: number;
  readonly y: number;
  readonly properties: { readonly title: string };
}

describe("EdgeAlarms", () => {
  it("watches each target group and the load balancer, by the dimensions that AWS has", async () => {
    const { resource, resources } = await build();
    const alarms = resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
    const told = alarms.map(({ name, inputs }) => [
      name,
      inputs["metricName"],
      inputs["statistic"] ?? inputs["extendedStatistic"],
      inputs["comparisonOperator"],
      inputs["threshold"],
      inputs["treatMissingData"],
      Object.keys(inputs["dimensions"] as object).join(),
    ]);
    expect(told.toSorted()).toEqual([
      [
        "alarms-load-balancer-errors",
        "HTTPCode_ELB_5XX_Count",
        "Sum",
        FROM,
        10,
        "notBreaching",
        "LoadBalancer",
      ],
      [
        "alarms-rejected-connections",
        "RejectedConnectionCount",
        "Sum",
        FROM,
        1,
        "notBreaching",
        "LoadBalancer",
      ],
      [
        "alarms-shop-connection-errors",
        "TargetConnectionErrorCount",
        "Sum",
        FROM,
        10,
        "notBreaching",
        OF_TARGETS,
      ],
      ["alarms-shop-healthy-targets", "HealthyHostCount", "Minimum", BELOW, 2, "breaching", OF_TARGETS],
      ["alarms-shop-response-time", "TargetResponseTime", "p95", FROM, 2, "notBreaching", OF_TARGETS],
      ["alarms-shop-target-errors", "HTTPCode_Target_5XX_Count", "Sum", FROM, 10, "notBreaching", OF_TARGETS],
      ["alarms-shop-unhealthy-targets", "UnHealthyHostCount", "Maximum", FROM, 1, "notBreaching", OF_TARGETS],
    ]);
    expect(resource("alarms-shop-unhealthy-targets").inputs).toEqual({
      namespace: "AWS/ApplicationELB",
      metricName: "UnHealthyHostCount",
      dimensions: {
        TargetGroup: "targetgroup/shop/0123456789abcdef",
        LoadBalancer: "app/edge/0123456789abcdef",
      },
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: 3,
      comparisonOperator: FROM,
      threshold: 1,
      treatMissingData: "notBreaching",
      alarmDescription: "Targets fail their health checks: pods or nodes, or a cluster that is lost.",
      alarmActions: [TOPIC],
      okActions: [TOPIC],
      tags: {},
    });
  });

  it("watches certificates by the day, and a web ACL by its metric", async () => {
    const certificateArns = ["arn:aws:acm:eu-west-1:111122223333:certificate/1"];
    const { resource } = await build({ certificateArns, webAclMetric: "edge", blockedRequests: 5 });
    expect(resource("alarms-1-certificate").inputs).toMatchObject({
      namespace: "AWS/CertificateManager",
      metricName: "DaysToExpiry",
      dimensions: { CertificateArn: certificateArns[0] },
      statistic: "Minimum",
      period: 86_400,
      evaluationPeriods: 1,
      comparisonOperator: BELOW,
      threshold: 30,
      treatMissingData: "ignore",
    });
    expect(resource("alarms-blocked-requests").inputs).toMatchObject({
      namespace: "AWS/WAFV2",
      metricName: "BlockedRequests",
      dimensions: { WebACL: "edge", Region: "eu-west-1", Rule: "ALL" },
      threshold: 5,
    });
  });

  it("makes a topic to which alarms of the account publish, and asks each address", async () => {
    const { resource, result } = await build({ emails: ["a@example.com"] });
    expect(JSON.parse(String(resource("alarms-topic-policy").inputs["policy"]))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AlarmsOfThisAccountPublish",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: TOPIC,
          Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
        },
      ],
    });
    expect(resource("alarms-a@example.com").inputs).toEqual({
      topic: TOPIC,
      protocol: "email",
      endpoint: "a@example.com",
    });
    expect(await valueOf(result.topicArn)).toBe(TOPIC);
  });

  it("publishes to a topic that is given, and makes none", async () => {
    const { resources, resource } = await build({ topicArn: `${TOPIC}-2` });
    expect(resources.filter(({ type }) => type.startsWith("aws:sns"))).toEqual([]);
    expect(resource("alarms-rejected-connections").inputs["alarmActions"]).toEqual([`${TOPIC}-2`]);
  });

  it("shows the load balancer and each target group in a row of a dashboard", async () => {
    const apps = [shop, { ...shop, name: "blog", cluster: "blue" }];
    const { resource } = await build({ apps });
    const { dashboardName, dashboardBody } = resource("alarms-dashboard").inputs;
    expect(dashboardName).toBe("alarms-eu-west-1");
    const { widgets } = JSON.parse(String(dashboardBody)) as { widgets: readonly Widget[] };
    expect(widgets.map(({ x, y, properties: { title } }) => [x, y, title])).toEqual([
      [0, 0, "load balancer: requests and own errors"],
      [8, 0, "load balancer: connections"],
      [16, 0, "alarms"],
      [0, 6, "shop: targets"],
      [8, 6, "shop: requests and errors"],
      [16, 6, "shop: response time"],
      [0, 12, "blog.blue: targets"],
      [8, 12, "blog.blue: requests and errors"],
      [16, 12, "blog.blue: response time"],
    ]);
    const ofShop = [
      "TargetGroup",
      "targetgroup/shop/0123456789abcdef",
      "LoadBalancer",
      "app/edge/0123456789abcdef",
    ];
    expect(widgets[3]!.properties).toEqual({
      ...{ title: "shop: targets", region: "eu-west-1", view: "timeSeries", period: 60 },
      metrics: [
        ["AWS/ApplicationELB", "HealthyHostCount", ...ofShop, { stat: "Minimum" }],
        ["AWS/ApplicationELB", "UnHealthyHostCount", ...ofShop, { stat: "Maximum" }],
      ],
    });
    const { result } = await build({ dashboard: false });
    expect(result.nodes.dashboard).toBeUndefined();
  });

  it("leaves out alarms that are not wanted, and that of an app without replicas", async () => {
    const none = {
      unhealthyTargets: false,
      targetErrors: false,
      connectionErrors: false,
      responseTime: false,
    } as const;
    const others = { loadBalancerErrors: false, rejectedConnections: false } as const;
    const apps = [
      { ...shop, replicas: 0 },
      { ...shop, name: "blog", cluster: "blue", replicas: 3 },
    ];
    const { result } = await build({ ...none, ...others, apps });
    expect(Object.keys(result.nodes.alarms)).toEqual(["blog.blue-healthy-targets"]);
  });

  it("says all that is wrong", () => {
    expect(
      problems({ minutes: 1, unhealthyTargets: 1, responseTime: 0.1, newConnections: 1, topicArn: TOPIC }),
    ).toEqual([]);
    expect(
      problems({
        ...{ minutes: 61, unhealthyTargets: 0, healthyTargets: 1.5, responseTime: 0, certificateDays: "x" },
        ...{
          dashboard: "no",
          topicArn: "topic",
          emails: ["a", "a"],
          apps: [shop, { ...shop, replicas: -1 }],
        },
      }),
    ).toEqual([
      "minutes is 61; use a whole number from 1 to 60",
      "unhealthyTargets is 0; use a whole number from 1 on, or false for no such alarm",
      "healthyTargets is 1.5; use a whole number from 1 on, or false for no such alarm",
      'certificateDays is "x"; use a whole number from 1 on, or false for no such alarm',
      "responseTime is 0; use seconds, more than 0, or false for no such alarm",
      'dashboard is "no"; use true or false',
      'topicArn is "topic"; use the ARN of a topic of Amazon SNS',
      'emails[0] is "a"; use an e-mail address such as operators@example.com',
      'emails[1] is "a"; use an e-mail address such as operators@example.com',
      'emails[1] is "a", as is emails[0]; name it once',
      "emails is a matter of whoever has the topic that is given; leave it or topicArn out",
      "apps[1].replicas is -1; use a whole number from 0 to 1000",
      'apps[1].name is "shop", as is apps[0].name; name it once',
    ]);
  });
});

const FROM = "GreaterThanOrEqualToThreshold";
const BELOW = "LessThanThreshold";
const OF_TARGETS = "LoadBalancer,TargetGroup";
