import type { Drill } from "./drill.ts";
import { hopLimitOne, releaseWithoutValues, together } from "./mistakes.ts";
import { failureSymptoms } from "./scene.ts";

export const imdsHopLimit: Drill = {
  name: "imds-hop-limit",
  summary: "no region and vpcId for the controller, and metadata out of its reach: CrashLoopBackOff",
  cause:
    "Without the chart's values region and vpcId the controller asks the instance metadata service. With a hop limit of 1 " +
    "the answer does not get past the node to a pod.",
  remedy:
    "Give the chart region and vpcId, as the LbcAddon component does; or set the nodes' metadata hop limit to 2, which " +
    "lets every pod on them reach the metadata service.",
  async play(scene) {
    const silentChart = releaseWithoutValues("region", "vpcId");
    const stage = await scene.stage();
    const result = await stage.up(stage.primary, together(silentChart, hopLimitOne));
    const other = await scene.stage();
    const withTwoHops = await other.up(other.primary, silentChart);
    return {
      symptoms: failureSymptoms(stage.primary, result),
      afterRemedy: [
        {
          where: `stack ${other.primary}, hop limit 2`,
          what: withTwoHops.succeeded ? "the controller runs" : "the controller does not run",
        },
      ],
    };
  },
};
