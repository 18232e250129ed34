import type { Drill } from "./drill.ts";
import { hopLimitOne, releaseWithoutValues, together } from "./mistakes.ts";
import { targetSymptoms } from "./symptoms.ts";

export const imdsHopLimit: Drill = {
  name: "imds-hop-limit",
  summary: "no region and vpcId for the controller, and metadata out of its reach: CrashLoopBackOff",
  cause:
    "Without the chart's values region and vpcId the controller asks the instance metadata service. With a hop limit of 1 " +
    "the answer does not get past the node to a pod. It finds the region all the same, in an environment variable that " +
    "EKS gives to pods with a role.",
  remedy:
    "Give the chart region and vpcId, as the LbcAddon component does; or set the nodes' metadata hop limit to 2, which " +
    "lets every pod on them reach the metadata service.",
  async play(scene) {
    const silentChart = releaseWithoutValues("region", "vpcId");
    const stage = await scene.stage("primary");
    const failure = await stage.fail(stage.primary, together(silentChart, hopLimitOne));
    await stage.up(stage.primary, hopLimitOne);
    const withValues = targetSymptoms(stage);
    const other = await scene.stage("primary");
    await other.up(other.primary, silentChart);
    return {
      moments: [{ when: "no values, hop limit 1", symptoms: failure }],
      afterRemedy: [
        { when: "the values are given, hop limit 1", symptoms: withValues },
        { when: "no values, hop limit 2", symptoms: targetSymptoms(other) },
      ],
    };
  },
};
