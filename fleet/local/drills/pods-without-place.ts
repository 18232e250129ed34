import { freeAddresses, leaveFree, rest } from "./actions.ts";
import type { Drill } from "./drill.ts";
import { beforeFirst, DEPLOYMENT, nodes, replicas, together } from "./mistakes.ts";
import { pendingPodSymptoms, targetSymptoms } from "./symptoms.ts";

export const tooManyPods: Drill = {
  name: "too-many-pods",
  summary: "more pods than the nodes may run: Pending, Too many pods",
  cause:
    "A node runs as many pods as its instance type has addresses for: 17 on a t3.medium, those of the system included.",
  remedy:
    "Add nodes or larger ones, or set podNetworking to prefix-delegation, which allows 110 pods on a t3.medium.",
  async play(scene) {
    const stage = await scene.stage("primary");
    const { primary } = stage;
    const failure = await stage.fail(primary, replicas(60));
    const seen = pendingPodSymptoms(stage, primary);
    await stage.up(primary, together(replicas(60), nodes(5)));
    return {
      moments: [{ when: "60 pods on 3 nodes", symptoms: [...failure, ...seen] }],
      afterRemedy: [{ when: "60 pods on 5 nodes", symptoms: targetSymptoms(stage) }],
    };
  },
};

export const addressesExhausted: Drill = {
  name: "addresses-exhausted",
  summary: "the nodes' subnets have no free address for another pod",
  cause: "Pods get addresses of the VPC. Other interfaces have taken the last ones of the nodes' subnets.",
  remedy:
    "Free addresses. Plan subnets for the pods of all clusters; the EksCluster component refuses node groups that " +
    "cannot fit.",
  async play(scene) {
    const stage = await scene.stage("primary");
    const { primary } = stage;
    const failure = await stage.fail(
      primary,
      together(
        beforeFirst(DEPLOYMENT, () => {
          leaveFree(stage, 0);
        }),
        replicas(30),
      ),
    );
    const seen = pendingPodSymptoms(stage, primary);
    freeAddresses(stage);
    rest(stage);
    await stage.up(primary, replicas(30));
    return {
      moments: [{ when: "30 pods, no free address in the nodes' subnets", symptoms: [...failure, ...seen] }],
      afterRemedy: [{ when: "what took the others is gone", symptoms: targetSymptoms(stage) }],
    };
  },
};
