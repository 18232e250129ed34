import { readTargetGroups } from "../target-groups.ts";
import { lose } from "./actions.ts";
import type { Drill, Moment } from "./drill.ts";
import { ownedByPulumi } from "./pulumi-owned.ts";
import { answeredInVirtualTime } from "./requests-in-virtual-time.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";
import { targetSymptoms } from "./symptoms.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html, on several target groups. */
export const weightsWithoutTraffic: Drill = {
  name: "weights-without-traffic",
  summary: "weights leave a cluster without traffic: its targets are healthy, and do not stand in for others",
  cause:
    "With ingress.traffic: weighted each cluster has a target group of its own, and one of weight 0 gets no request, however " +
    "healthy its targets are. Nothing warns of it. Nor is it a reserve: the load balancer does not turn to another target group when the " +
    "one with all the weight has no healthy target, but goes on sending requests there, and they fail.",
  remedy:
    "Look at the weights of the listener's rules beside the health of the targets. Give the clusters that are to serve a weight above 0 " +
    "in weights, under the app's name or under default, and update the stack that owns the load balancer. Where one cluster is to stand in " +
    "for another by itself, use ingress.traffic: shared, with one target group for all clusters.",
  async play(scene) {
    const stage = await scene.stage("owner");
    const { primary: owner, member } = stage;
    const settings = ownedByPulumi(stage, { traffic: "weighted" });
    const others = stage.clusterNames().filter((name) => name !== stage.clusterName(member));
    const weigh = (ofMember: number, ofOthers: number) => {
      const entries = others.map((name) => [name, ofOthers]);
      const weights = { default: { ...Object.fromEntries(entries), [stage.clusterName(member)]: ofMember } };
      return stage.with({ ...settings, weights: JSON.stringify(weights) }).up(owner);
    };
    await weigh(100, 0);
    await stage.upMembers();
    const moments = [look(stage, `the cluster of ${member} has all the weight`)];
    lose(stage, member);
    moments.push(look(stage, `the cluster of ${member} is lost`));
    await weigh(0, 100);
    return { moments, afterRemedy: [look(stage, "the other clusters have the weight")] };
  },
};

function look(stage: Stage, when: string): Moment {
  return {
    when,
    symptoms: [...weightSymptoms(stage), ...targetSymptoms(stage), answeredInVirtualTime(stage)],
  };
}

/** What `aws elbv2 describe-rules` shows of the forwarding, and who is bound to the target groups. */
function weightSymptoms({ cloud }: Stage): Symptom[] {
  return readTargetGroups(cloud).map(({ app, clusters, weight }) => ({
    where: `listener's rules, target group of app ${app} for ${clusters.join(", ") || "no living cluster"}`,
    what: `weight ${weight}`,
  }));
}
