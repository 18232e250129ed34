import type { Drill } from "./drill.ts";
import { rest } from "./actions.ts";
import { targetSymptoms } from "./scene.ts";

export const lostCluster: Drill = {
  name: "lost-cluster",
  summary: "a cluster is lost without a word: its targets stay, unhealthy, and get no traffic",
  cause:
    "Nobody deregisters the targets of a cluster that is gone: its own controller is gone with it, and the others leave " +
    "alone what they did not register.",
  remedy:
    "None is urgent: the load balancer stops using them after two failed health checks. Deregister them by hand before " +
    "other machines get their addresses.",
  async play(scene) {
    const stage = await scene.runningStage();
    const cluster = stage.cluster(stage.member);
    cluster.stop();
    rest(stage);
    const symptoms = targetSymptoms(stage.targets());
    deregisterUnhealthy(stage);
    rest(stage);
    return { symptoms, afterRemedy: targetSymptoms(stage.targets()) };
  },
};

function deregisterUnhealthy(stage: Parameters<typeof rest>[0]): void {
  const { cloud } = stage;
  const { TargetGroups } = cloud.call(
    cloud.administrator,
    "elasticloadbalancing",
    "DescribeTargetGroups",
    {},
  );
  const { TargetGroupArn } = TargetGroups[0]!;
  const Targets = stage
    .targets()
    .filter(({ state }) => state === "unhealthy")
    .map(({ ip, port }) => ({ Id: ip, Port: port }));
  cloud.call(cloud.administrator, "elasticloadbalancing", "DeregisterTargets", { TargetGroupArn, Targets });
}
