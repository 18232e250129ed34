import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EngineProject, noEngine } from "../support/engine.ts";
import { summaries } from "../support/engine-events.ts";

/** The tests build on each other. */
describe.skipIf(noEngine !== undefined)("parts of the stacks under the Pulumi engine", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "targeted" });
    for (const stack of ["cluster1", "cluster2"]) {
      await project.addStack(stack);
      await project.succeed("up", stack);
    }
  });
  afterAll(async () => {
    await project.remove();
  });

  it("are updated alone, and a later update does the rest", async () => {
    const content = { type: "colour-page", heading: "Cluster 1", colour: "lightblue", cluster: "cluster-1" };
    project.setConfig("cluster1", "app", { content, replicas: 3 });
    project.setConfig("cluster1", "controller", { replicas: 3 });
    const target = await urnOf("cluster1", "myeks-app-deployment");
    expect(summaries((await project.succeed("up", "cluster1", ["--target", target])).steps)).toEqual([
      "update myeks-app-deployment: spec.replicas",
    ]);
    expect(summaries((await project.succeed("up", "cluster1")).steps)).toEqual([
      "update myeks-lbc-release: values.replicaCount",
      "update myeks-app-rollout-pods: metadata.annotations.multicluster-ingress/rollout",
    ]);
  });

  it("cannot be replaced by command where their name is fixed, and nothing is lost by the attempt", async () => {
    const ingress = await urnOf("cluster1", "myeks-ingress-ingress");
    const { exitCode, diagnostics } = await project.run("up", "cluster1", ["--replace", ingress]);
    expect(exitCode).not.toBe(0);
    expect(diagnostics[0]).toContain('ingresses.networking.k8s.io "ingress-2048" already exists');
    expect((await project.succeed("up", "cluster1")).steps).toEqual([]);
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
  });

  it("are destroyed only with what depends on them", async () => {
    const binding = await urnOf("cluster2", "myeks-cluster2-ingress-binding");
    const { exitCode, steps, diagnostics } = await project.run("destroy", "cluster2", ["--target", binding]);
    expect(exitCode).not.toBe(0);
    expect(steps).toEqual([]);
    expect(diagnostics[0]).toContain("will be destroyed but was not specified in --target list");
  });

  it("take one cluster's targets out when its binding is destroyed, and bring them back when it is made again", async () => {
    const binding = await urnOf("cluster2", "myeks-cluster2-ingress-binding");
    const flags = ["--target", binding, "--target-dependents"];
    const names = summaries((await project.succeed("destroy", "cluster2", flags)).steps);
    expect(names.at(-1)).toBe("delete myeks-cluster2-ingress-binding");
    expect(names.toSorted()).toEqual(PARTS_BEHIND_BINDING.map((name) => `delete ${name}`).toSorted());
    await project.control({ kind: "wait", seconds: 60 });
    expect([await states(), await project.answers()]).toEqual([
      ["healthy", "healthy", "healthy"],
      ["Cluster 1"],
    ]);
    const made = summaries((await project.succeed("up", "cluster2")).steps);
    expect(made.toSorted()).toEqual(PARTS_BEHIND_BINDING.map((name) => `create ${name}`).toSorted());
    expect([await states(), await project.answers()]).toEqual([
      Array(5).fill("healthy"),
      ["Cluster 1", "Cluster 2"],
    ]);
  });

  async function urnOf(stack: string, name: string): Promise<string> {
    const found = (await project.state(stack)).find(({ urn }) => urn.endsWith(`::${name}`));
    if (found === undefined) throw new Error(`no ${name} in ${stack}`);
    return found.urn;
  }

  async function states(): Promise<string[]> {
    const [shared] = await project.targetGroups();
    return Object.values(shared!.targets);
  }
});

/** The member's binding and what depends on it. */
const PARTS_BEHIND_BINDING = [
  "myeks-cluster2-app",
  "myeks-cluster2-app-deployment",
  "myeks-cluster2-app-disruption-budget",
  "myeks-cluster2-app-page",
  "myeks-cluster2-app-rollout",
  "myeks-cluster2-app-rollout-pods",
  "myeks-cluster2-app-rollout-targets",
  "myeks-cluster2-ingress-binding",
];
