import { snsState } from "../../../sim/aws/sns/state.ts";
import { VirtualLoad } from "../../../sim/data-plane/virtual-load.ts";
import { firstListener } from "./first-listener.ts";
import { deregisterUnhealthy, lose, rest } from "./actions.ts";
import type { Drill } from "./drill.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";

export const alarmOfLostCluster: Drill = {
  name: "alarm-of-lost-cluster",
  summary: "a cluster is lost, and an alarm tells of it; it clears when the targets are deregistered",
  cause:
    "The targets of a lost cluster stay in the target group and fail their health checks: after three minutes the alarm on " +
    "unhealthy targets goes off. No request fails, so no other alarm does; and in a target group that all clusters share, " +
    "nothing tells whose the targets are.",
  remedy:
    "Look at the targets in the target group, whose addresses tell the cluster, and follow the runbook for a lost cluster. With " +
    "traffic weighted each cluster has alarms of its own, and their names tell which.",
  async play(scene) {
    const stage = await scene.runningStage("owner");
    await stage.with({ alarms: JSON.stringify({ minutes: 3 }) }).up(stage.primary);
    const load = new VirtualLoad(stage.cloud, { dnsName: firstListener(stage).dnsName });
    const alarms = noteAlarms(stage);
    rest(stage);
    const before = alarms();
    lose(stage, stage.member);
    const after = alarms();
    deregisterUnhealthy(stage);
    load.stop();
    return {
      moments: [
        { when: "all stacks are up, with alarms", symptoms: before },
        { when: `the cluster of ${stage.member} is gone`, symptoms: after },
      ],
      afterRemedy: [{ when: "its targets are deregistered by hand", symptoms: alarms() }],
    };
  },
};

/** The alarms that are not well, and what the topic has told since the last look. */
function noteAlarms({ cloud }: Stage): () => Symptom[] {
  let seen = 0;
  return () => {
    const { MetricAlarms } = cloud.call(cloud.administrator, "cloudwatch", "DescribeAlarms", {});
    const bad = MetricAlarms.filter(({ StateValue }) => StateValue !== "OK");
    const states = bad.map(({ AlarmName, StateValue }) => `${plain(AlarmName)} is ${StateValue}`);
    const published = snsState(cloud)
      .topics.values()
      .flatMap((topic) => topic.published.map(({ subject }) => plain(subject)));
    const told = published.slice(seen);
    seen = published.length;
    return [
      { where: `${MetricAlarms.length} alarms`, what: states.join("\n") || "all OK" },
      ...(told.length === 0 ? [] : [{ where: "the topic", what: told.join("\n") }]),
    ];
  };
}

/** Without the digits that Pulumi adds to names. */
function plain(text: string): string {
  return text.replace(/-[0-9a-f]{7}(?="|$)/, "");
}
