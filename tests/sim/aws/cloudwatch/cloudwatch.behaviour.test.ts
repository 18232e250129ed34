import { beforeEach, describe, expect, it } from "vitest";
import { countMetric } from "../../../../sim/aws/cloudwatch/metrics.ts";
import { defaultPolicy } from "../../../../sim/aws/sns/topics.ts";
import { snsState } from "../../../../sim/aws/sns/state.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import type { Properties } from "../../../../sim/core/resource-type.ts";
import { contentsOf, restoreWorld, saveWorld } from "../../../../sim/world.ts";
import { Provider } from "../../../support/provider.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const DIMENSIONS = { LoadBalancer: "app/edge/0123456789abcdef" };
const MINUTE_MS = 60_000;

let cloud: SimulatedCloud;
let provider: Provider;
let topicArn: string;

beforeEach(() => {
  cloud = new SimulatedCloud();
  provider = new Provider(cloud);
  topicArn = provider.create("aws:sns/topic:Topic", "alarms", {}).id;
  const open = JSON.parse(defaultPolicy(topicArn)) as { Statement: object };
  const policy = { Statement: { ...open.Statement, Principal: { Service: "cloudwatch.amazonaws.com" } } };
  provider.create("aws:sns/topicPolicy:TopicPolicy", "p", { arn: topicArn, policy: JSON.stringify(policy) });
});

function inputs(changes: Properties = {}): Properties {
  return {
    ...{ namespace: "AWS/ApplicationELB", metricName: "HTTPCode_ELB_5XX_Count", dimensions: DIMENSIONS },
    ...{ statistic: "Sum", period: 60, evaluationPeriods: 2, threshold: 3, treatMissingData: "notBreaching" },
    ...{
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      alarmActions: [topicArn],
      okActions: [topicArn],
    },
    ...changes,
  };
}

const alarm = (changes: Properties = {}) => provider.create(ALARM, "errors", inputs(changes));

/** A minute with so many errors. */
function minute(errors: number): void {
  for (let count = 0; count < errors; count++) countMetric(cloud, "HTTPCode_ELB_5XX_Count", DIMENSIONS);
  cloud.clock.advance(MINUTE_MS);
}

const told = () =>
  snsState(cloud)
    .topics.get(topicArn)
    .published.map(({ subject }) => subject.replace(/-[0-9a-f]{7}/, ""));

const state = () =>
  cloud
    .call(cloud.administrator, "cloudwatch", "DescribeAlarms", {})
    .MetricAlarms.map(({ StateValue }) => StateValue);

describe("a dashboard", () => {
  it("is one of the account, the same however its body is written, and goes for good", () => {
    const inputs = { dashboardName: "edge", dashboardBody: '{"widgets":[]}' };
    const made = provider.create("aws:cloudwatch/dashboard:Dashboard", "d", inputs);
    expect(made.outputs).toMatchObject({ dashboardArn: "arn:aws:cloudwatch::123456789012:dashboard/edge" });
    expect(made.diff({ ...inputs, dashboardBody: '{ "widgets": [] }' }).changed).toEqual([]);
    made.update({ ...inputs, dashboardBody: '{"widgets":[{}]}' });
    expect(made.drift()).toEqual([]);
    made.delete();
    made.delete();
    expect(contentsOf(cloud).filter((entry) => entry.startsWith("cloudwatch"))).toEqual([]);
  });
});

describe("an alarm", () => {
  it("goes off when enough minutes in a row are bad, and clears with the first good one", () => {
    alarm();
    expect(state()).toEqual(["INSUFFICIENT_DATA"]);
    for (const errors of [0, 3, 2, 3, 3]) minute(errors);
    expect(state()).toEqual(["ALARM"]);
    for (const errors of [4, 0]) minute(errors);
    const name = '"errors" in ap-northeast-2';
    expect(told()).toEqual([`OK: ${name}`, `ALARM: ${name}`, `OK: ${name}`]);
  });

  it("takes a missing value for bad, or stays as it is, where it says so", () => {
    alarm({ treatMissingData: "breaching" });
    alarm({ treatMissingData: "ignore" });
    minute(0);
    expect(state()).toEqual(["ALARM", "INSUFFICIENT_DATA"]);
    for (const errors of [3, 3, 0, 0]) minute(errors);
    expect(state()).toEqual(["ALARM", "ALARM"]);
    minute(1);
    expect(state()).toEqual(["OK", "OK"]);
  });

  it("says nothing where its actions are off, or the topic does not take it", () => {
    alarm({ actionsEnabled: false });
    alarm({ okActions: [`${topicArn}-2`] });
    minute(0);
    expect(told()).toEqual([]);
    expect(state()).toEqual(["OK", "OK"]);
  });

  it("goes on where a saved world is opened", () => {
    alarm();
    for (const errors of [0, 3]) minute(errors);
    cloud = restoreWorld(structuredClone(saveWorld(cloud)));
    minute(3);
    expect(state()).toEqual(["ALARM"]);
  });

  it("is changed in place, but for its name, and goes for good", () => {
    const made = alarm({ tags: { team: "web" } });
    expect(made.outputs).toMatchObject({
      arn: `arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:${made.id}`,
    });
    made.update(
      inputs({ threshold: 5, dimensions: { LoadBalancer: "app/other/0" }, tags: { stage: "test" } }),
    );
    expect(made.outputs).toMatchObject({ threshold: 5, tagsAll: { stage: "test" } });
    expect(made.drift()).toEqual([]);
    made.delete();
    made.delete();
    cloud.clock.advance(10 * MINUTE_MS);
    expect(contentsOf(cloud).filter((entry) => entry.startsWith("cloudwatch"))).toEqual([]);
  });

  it.each<[Properties, string]>([
    [{ metricName: "RequestCount" }, "metric AWS/ApplicationELB RequestCount by LoadBalancer"],
    [{ dimensions: { TargetGroup: "x" } }, "metric AWS/ApplicationELB HTTPCode_ELB_5XX_Count by TargetGroup"],
    [{ statistic: "Average" }, "statistic Average of HTTPCode_ELB_5XX_Count"],
    [{ period: 300 }, "period 300"],
    [{ comparisonOperator: "GreaterThanThreshold" }, "GreaterThanThreshold"],
    [{ treatMissingData: "missing" }, "missing data as missing"],
  ])("with %j is not simulated", (changes, what) => {
    expect(() => alarm(changes)).toThrow(`NotSimulated: cloudwatch:PutMetricAlarm (${what})`);
  });
});
