/** What people do to the nodes of a living stack, and nodes of other kinds than the usual ones. */
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import { eksState } from "../../sim/aws/eks/state.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyTargets } from "../../fleet/local/verify.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const SECOND_MS = 1_000;

function targetStates(fleet: LivingFleet): string[] {
  return verifyTargets(fleet.cloud).targets.map(({ state }) => state);
}

function architectures(fleet: LivingFleet): string[] {
  const nodes = clustersOf(fleet.cloud).get("myeks")!.api.list("v1/Node");
  return nodes.map(({ metadata }) => metadata.labels!["kubernetes.io/arch"]!);
}

/** Fewest healthy targets at any time of an update. */
async function fewestHealthy(fleet: LivingFleet, update: () => Promise<unknown>): Promise<number> {
  let fewest = Infinity;
  let isOver = false;
  const look = (): void => {
    fewest = Math.min(fewest, targetStates(fleet).filter((state) => state === "healthy").length);
    if (!isOver) fleet.cloud.clock.schedule(5 * SECOND_MS, look);
  };
  look();
  await update();
  isOver = true;
  return fewest;
}

describe("the image of living nodes", () => {
  const release = (releaseVersion: string) => ({
    nodeGroups: [{ name: "ng", instanceTypes: ["t3.medium"], count: 2, releaseVersion }],
  });
  let fleet: LivingFleet;

  beforeAll(async () => {
    fleet = new LivingFleet();
    await fleet.succeed("cluster1", release("1.35.6-20261008"));
  });

  it("is the release that is asked for", () => {
    expect(
      eksState(fleet.cloud)
        .nodegroups.values()
        .map(({ releaseVersion }) => releaseVersion),
    ).toEqual(["1.35.6-20261008"]);
  });

  it("changes in place, with a healthy target at any time", async () => {
    let steps: readonly string[] = [];
    const fewest = await fewestHealthy(fleet, async () => {
      ({ steps } = await fleet.succeed("cluster1", release("1.35.6-20261105")));
    });
    expect(steps).toEqual(["update aws:eks/nodeGroup:NodeGroup myeks-ng"]);
    expect(fewest).toBeGreaterThanOrEqual(1);
    expect(targetStates(fleet)).toEqual(["healthy", "healthy"]);
    expect((await fleet.succeed("cluster1", release("1.35.6-20261105"))).steps).toEqual([]);
  });

  it("is refused in EKS's words if there is none of that date", async () => {
    const { succeeded, failures } = await fleet.up("cluster1", release("1.35.6-20260101"));
    expect(succeeded).toBe(false);
    expect(failures.map(({ message }) => message).join()).toContain(
      "Requested release version 1.35.6-20260101 is not valid for kubernetes version 1.35.",
    );
    expect(targetStates(fleet)).toEqual(["healthy", "healthy"]);
  });

  it("is refused before anything is done if it is for another Kubernetes version", async () => {
    const { programError, steps } = await fleet.up("cluster1", release("1.34.7-20261105"));
    expect(programError?.message).toContain(
      "nodeGroups[0].releaseVersion is 1.34.7-20261105, an image of another version than kubernetesVersion 1.35; " +
        "use a release of 1.35, or leave it out",
    );
    expect(steps).toEqual([]);
  });
});

it("pods that may not be evicted make an update of the nodes fail with its cause, and the next one goes on", async () => {
  const fleet = new LivingFleet();
  const script = (text: string) => ({
    nodeGroups: [
      { name: "ng", instanceTypes: ["t3.medium"], count: 2, initScript: `#!/bin/bash\necho ${text}\n` },
    ],
  });
  await fleet.succeed("cluster1", script("one"));
  const { api } = clustersOf(fleet.cloud).get("myeks")!;
  api.patch("policy/v1/PodDisruptionBudget", "game-2048", "deployment-2048", { spec: { maxUnavailable: 0 } });
  const { failures } = await fleet.up("cluster1", script("two"));
  expect(failures.map(({ message }) => message).join("\n")).toMatch(
    /waiting for EKS Node Group \(myeks:myeks-ng-\w+\) version update \([\w-]+\): unexpected state 'Failed', wanted target 'Successful'\. last error: ip-[\w.-]+: PodEvictionFailure: Reached max retries while trying to evict pods from nodes in node group myeks-ng-\w+/,
  );
  expect(targetStates(fleet)).toEqual(["healthy", "healthy"]);
  api.patch("policy/v1/PodDisruptionBudget", "game-2048", "deployment-2048", { spec: { maxUnavailable: 1 } });
  await fleet.succeed("cluster1", script("three"));
  expect(targetStates(fleet)).toEqual(["healthy", "healthy"]);
});

it("Graviton nodes serve", async () => {
  const fleet = new LivingFleet();
  await fleet.succeed("cluster1", { nodeGroups: [{ name: "ng", instanceTypes: ["t4g.medium"], count: 2 }] });
  expect(architectures(fleet)).toEqual(["arm64", "arm64"]);
  expect(targetStates(fleet)).toEqual(["healthy", "healthy"]);
});

it("a living stack moves to Graviton with a healthy target at any time, and back", async () => {
  const fleet = new LivingFleet();
  const type = (instanceType: string) => ({
    nodeGroups: [{ name: "ng", instanceTypes: [instanceType], count: 2 }],
  });
  await fleet.succeed("cluster1", type("t3.medium"));
  for (const instanceType of ["t4g.medium", "t3.medium"]) {
    const fewest = await fewestHealthy(fleet, () => fleet.succeed("cluster1", type(instanceType)));
    expect(fewest).toBeGreaterThanOrEqual(1);
  }
  expect(architectures(fleet)).toEqual(["amd64", "amd64"]);
});

it("a cluster whose nodes all have a taint serves with pods that tolerate it", async () => {
  const fleet = new LivingFleet();
  const tolerations = [{ key: "dedicated", value: "web", effect: "NoSchedule" }];
  await fleet.succeed("cluster1", {
    nodeGroups: [
      {
        name: "ng",
        instanceTypes: ["t3.medium"],
        count: 2,
        taints: [{ key: "dedicated", value: "web", effect: "NO_SCHEDULE" }],
      },
    ],
    app: { tolerations },
    controller: { tolerations },
    addons: { coredns: { configuration: { tolerations } } },
  });
  expect(targetStates(fleet)).toEqual(["healthy", "healthy"]);
});
