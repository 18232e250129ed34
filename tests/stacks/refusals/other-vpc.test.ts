import { expect, it } from "vitest";
import { readStackFiles } from "../../../fleet/project/project.ts";
import { PROJECT } from "../../support/changes.ts";
import { LivingFleet } from "../../support/living-fleet.ts";
import { PROJECT_DIRECTORY } from "../../support/stack-files.ts";

const files = readStackFiles(PROJECT_DIRECTORY, PROJECT);

/** Another primary, in a VPC of its own. */
const other = {
  ...files[0]!,
  stack: "other",
  config: { ...files[0]!.config, [`${PROJECT.name}:clusterName`]: "other" },
};

it.each([true, false])(
  "a living member stays in its VPC, before anything is touched; protected: %s",
  async (deletionProtection) => {
    const fleet = new LivingFleet({ files: [...files, other] });
    const { outputs: ours } = await fleet.succeed("cluster1");
    const { outputs: theirs } = await fleet.succeed("other");
    await fleet.succeed("cluster2", { deletionProtection });
    const before = [fleet.world(), fleet.urns("cluster2")];
    expect(await fleet.refusal("cluster2", { deletionProtection, sharedStack: "other" })).toBe(
      'the configuration of stack "cluster2" has a problem (Pulumi.cluster2.yaml):\n' +
        `  - sharedStack is "other", which is in ${String(theirs["vpcId"])}, but cluster "myeks-cluster2" lives in ` +
        `${String(ours["vpcId"])}, and another VPC would be another cluster; set it back, or destroy the stack first`,
    );
    expect([fleet.world(), fleet.urns("cluster2")]).toEqual(before);
    expect(await fleet.refusal("cluster2", { deletionProtection })).toBeUndefined();
  },
);
