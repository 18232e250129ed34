import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EngineProject, noEngine } from "../support/engine.ts";
import type { EngineStep } from "../support/engine-events.ts";

/** The tests build on each other: one cluster is changed again and again. */
describe.skipIf(noEngine !== undefined)("a preview of a change of the cluster", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "cluster-previews" });
    await project.addStack("cluster1");
    project.setConfig("cluster1", "kubernetesVersion", "1.34");
    await project.succeed("up", "cluster1");
  });
  afterAll(async () => {
    await project.remove();
  });

  it.each([
    ["publicAccessCidrs", ["203.0.113.0/24"], ["update myeks-eksCluster"]],
    ["publicAccessCidrs", undefined, ["update myeks-eksCluster"]],
    ["enabledLogTypes", ["api"], ["update myeks-eksCluster"]],
    [
      "tags",
      { team: "shop" },
      ["update myeks-eksCluster", "update myeks-ng", "update myeks-ng-launch-template"],
    ],
    ["kubernetesVersion", "1.35", ["update myeks-eksCluster", "update myeks-ng"]],
    ["vpc", { secondaryCidrBlocks: ["100.64.0.0/16"] }, []],
    ["podNetworking", { mode: "custom-networking" }, ["update myeks-ng", "update myeks-ng-launch-template"]],
    ["controller", { ingressClass: { name: "edge", scheme: "internet-facing" } }, []],
  ] as const)("says what the update does: %s %j", async (key, value, ofClusterAndNodes) => {
    project.setConfig("cluster1", key, value);
    const preview = await project.succeed("preview", "cluster1");
    const update = await project.succeed("up", "cluster1");
    expect(stepsOf(preview.steps)).toEqual(stepsOf(update.steps));
    expect(stepsOf(preview.steps.filter(isOfClusterOrNodes))).toEqual(ofClusterAndNodes);
  });
});

function stepsOf(steps: readonly EngineStep[]): string[] {
  return steps.map(({ op, name }) => `${op} ${name}`).sort();
}

function isOfClusterOrNodes({ type }: EngineStep): boolean {
  return [
    "aws:eks/cluster:Cluster",
    "aws:eks/nodeGroup:NodeGroup",
    "aws:ec2/launchTemplate:LaunchTemplate",
  ].includes(type);
}
