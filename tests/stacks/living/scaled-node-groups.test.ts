/** Somebody else, an autoscaler for instance, decides on the number of nodes. */
import { eksState } from "../../../sim/aws/eks/state.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { LivingFleet } from "../../support/living-fleet.ts";

const group = (changes: object = {}) => ({
  nodeGroups: [
    {
      name: "ng",
      instanceTypes: ["t3.medium"],
      count: 2,
      maxSize: 6,
      ignoreScalingChanges: true,
      ...changes,
    },
  ],
});

describe("a node group that somebody else scales", () => {
  let fleet: LivingFleet;
  const living = () => eksState(fleet.cloud).nodegroups.values()[0]!;

  beforeEach(async () => {
    fleet = new LivingFleet();
    await fleet.succeed("cluster1", group());
    fleet.cloud.call(fleet.cloud.administrator, "eks", "UpdateNodegroupConfig", {
      clusterName: "myeks",
      nodegroupName: living().nodegroupName,
      scalingConfig: { desiredSize: 4 },
    });
    fleet.cloud.clock.advance(10 * 60_000);
  });

  it("keeps its nodes in an update that changes nothing, and in one of its labels", async () => {
    expect((await fleet.succeed("cluster1", group())).steps).toEqual([]);
    const { steps } = await fleet.succeed("cluster1", group({ labels: { tier: "web" } }));
    expect(steps).toEqual(["update aws:eks/nodeGroup:NodeGroup myeks-ng"]);
    expect(living().scalingConfig).toEqual({ minSize: 1, maxSize: 6, desiredSize: 4 });
  });

  it("keeps its nodes when its limits change, and in the update after that", async () => {
    await fleet.succeed("cluster1", group({ maxSize: 10 }));
    expect(living().scalingConfig).toEqual({ minSize: 1, maxSize: 10, desiredSize: 4 });
    expect((await fleet.succeed("cluster1", group({ maxSize: 10 }))).steps).toEqual([]);
    expect(living().scalingConfig).toEqual({ minSize: 1, maxSize: 10, desiredSize: 4 });
  });

  it("has as many nodes as new limits allow", async () => {
    await fleet.succeed("cluster1", group({ maxSize: 3 }));
    expect(living().scalingConfig).toEqual({ minSize: 1, maxSize: 3, desiredSize: 3 });
    await fleet.succeed("cluster1", group({ count: 5, minSize: 5, maxSize: 6 }));
    expect(living().scalingConfig).toEqual({ minSize: 5, maxSize: 6, desiredSize: 5 });
  });

  it("is put back to its count when that is the stack's again", async () => {
    await fleet.succeed("cluster1", group({ ignoreScalingChanges: false, count: 3 }));
    expect(living().scalingConfig).toEqual({ minSize: 2, maxSize: 6, desiredSize: 3 });
  });
});
