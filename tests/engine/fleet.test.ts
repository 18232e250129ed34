import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EngineProject, noEngine } from "../support/engine.ts";

/** Settings of a further member, as the file of a third cluster would have them. */
const CLUSTER3 = {
  "aws:region": "ap-northeast-2",
  "multicluster-ingress:role": "member",
  "multicluster-ingress:clusterName": "myeks-cluster3",
  "multicluster-ingress:sharedStack": "cluster1",
  "multicluster-ingress:app": {
    content: { type: "colour-page", heading: "Cluster 3", colour: "pink", cluster: "cluster-3" },
  },
};

/** The tests build on each other. */
describe.skipIf(noEngine !== undefined)("three clusters under the Pulumi engine", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "fleet" });
    await project.addStack("cluster1");
    await project.addStack("cluster2");
    await project.addStack("cluster3", CLUSTER3);
  });
  afterAll(async () => {
    await project.remove();
  });

  it("answer behind one load balancer", async () => {
    for (const stack of ["cluster1", "cluster2", "cluster3"]) await project.succeed("up", stack);
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2", "Cluster 3"]);
  });

  it("go on without one that is lost, whose targets stay and are unhealthy", async () => {
    await project.loseNodes("myeks-cluster3");
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
    const states = await project.targetStates();
    expect(states.map((state) => state.split(": ")[1]).sort()).toEqual([
      ...Array<string>(4).fill("healthy"),
      ...Array<string>(2).fill("unhealthy"),
    ]);
  });
});
