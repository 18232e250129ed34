import { DataPlane } from "../../../sim/data-plane/data-plane.ts";
import { testTraffic } from "../traffic/test-traffic.ts";
import { verifyTargets } from "../verify.ts";
import { deregisterUnhealthy, lose } from "./actions.ts";
import type { Drill } from "./drill.ts";
import type { Symptom } from "./symptom.ts";
import type { Stage } from "./stage.ts";
import { targetSymptoms } from "./symptoms.ts";

/** Requests that are sent to see who answers. */
const REQUESTS = 100;

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
    const stage = await scene.runningStage("owner");
    const before = [...targetSymptoms(stage), await trafficSymptom(stage)];
    lose(stage, stage.member);
    const after = [...targetSymptoms(stage), await trafficSymptom(stage)];
    deregisterUnhealthy(stage);
    return {
      moments: [
        { when: "all stacks are up", symptoms: before },
        { when: `the cluster of ${stage.member} is gone`, symptoms: after },
      ],
      afterRemedy: [{ when: "its targets are deregistered by hand", symptoms: targetSymptoms(stage) }],
    };
  },
};

/** Who answers requests to the load balancer. */
async function trafficSymptom(stage: Stage): Promise<Symptom> {
  const dataPlane = new DataPlane(stage.cloud);
  try {
    const [tested] = await testTraffic(stage.cloud, dataPlane, verifyTargets(stage.cloud), {
      requests: REQUESTS,
    });
    const { requests, errors, byCluster } = tested!.traffic;
    const answers = Object.entries(byCluster).map(([cluster, count]) => `${count} answered by ${cluster}`);
    return { where: `${requests} requests`, what: [...answers, `${errors} errors`].join(", ") };
  } finally {
    await dataPlane.close();
  }
}
