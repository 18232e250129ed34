import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { EngineProject, noEngine, type CommandResult } from "../support/engine.ts";

/** The tests build on each other: a Gateway in place of the Ingress, with a member, from the first update to the last. */
describe.skipIf(noEngine !== undefined)("a Gateway under the Pulumi engine", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "gateway-kind" });
    setRoute({});
    for (const [stack, heading] of [
      ["cluster1", "Cluster 1"],
      ["cluster2", "Cluster 2"],
    ] as const) {
      await project.addStack(stack);
      project.setConfig(stack, "app", undefined);
      const content = { type: "colour-page", heading, colour: "white" };
      project.setConfig(stack, "appOverrides", { "2048": { content } });
    }
    project.setConfig("cluster1", "addons", { gatewayApi: true });
    project.setConfig("cluster1", "ingress", { kind: "gateway" });
    for (const stack of ["cluster1", "cluster2"]) await project.succeed("up", stack);
  });
  afterAll(async () => {
    await project.remove();
  });

  /** Gives the application of all stacks its only route. */
  function setRoute(route: object): void {
    const file = join(project.folder, "Pulumi.yaml");
    const content = parse(readFileSync(file, "utf8")) as object;
    const apps = { "2048": { content: { type: "colour-page" }, routes: [route] } };
    writeFileSync(file, stringify({ ...content, config: { apps: { value: apps } } }));
  }

  /** What became of resources, by the last part of their type. */
  const changes = ({ steps }: CommandResult) =>
    steps.map(({ op, type }) => `${op} ${type.split(":").at(-1)!}`);

  it("serves pods of both clusters, and nothing is left to do", async () => {
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
    for (const stack of ["cluster1", "cluster2"]) {
      expect(changes(await project.succeed("up", stack))).toEqual([]);
    }
  });

  it("is refreshed without differences", async () => {
    for (const stack of ["cluster1", "cluster2"]) {
      expect(changes(await project.succeed("refresh", stack))).toEqual([]);
    }
  });

  it("changes a route in place", async () => {
    const before = await project.outputs("cluster1");
    setRoute({ methods: ["GET"] });
    expect(changes(await project.succeed("up", "cluster1"))).toEqual(["update HTTPRoute", "update Gateway"]);
    expect(await project.outputs("cluster1")).toEqual(before);
    expect(changes(await project.succeed("refresh", "cluster1"))).toEqual([]);
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
  });

  it("goes without leftovers", async () => {
    for (const stack of ["cluster2", "cluster1"]) {
      await project.succeed("destroy", stack);
      expect(await project.state(stack)).toEqual([]);
    }
    expect(await project.loadBalancing("DescribeLoadBalancers")).toMatchObject({ LoadBalancers: [] });
    expect(await project.targetGroups()).toEqual([]);
  });
});
