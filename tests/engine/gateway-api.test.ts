import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EngineProject, noEngine, type CommandResult } from "../support/engine.ts";

const DEFINITIONS = 13;

/** The tests build on each other: the Gateway API comes to a cluster that runs, goes, and comes again. */
describe.skipIf(noEngine !== undefined)("the Gateway API under the Pulumi engine", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "gateway-api" });
    await project.addStack("cluster1");
    await project.succeed("up", "cluster1");
  });
  afterAll(async () => {
    await project.remove();
  });

  /** What becomes of resources, and how many of a kind there are. */
  function changes({ steps }: CommandResult): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { op, type } of steps.filter(({ type }) => type.includes("/"))) {
      const key = `${op} ${type.split(":").at(-1)!}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  }

  const COMES = {
    "create CustomResourceDefinitionPatch": DEFINITIONS,
    "create GatewayClass": 1,
    "create LoadBalancerConfiguration": 1,
    "update Release": 1,
  };

  async function turnedOn(): Promise<CommandResult> {
    project.setConfig("cluster1", "addons", { gatewayApi: true });
    return await project.succeed("up", "cluster1");
  }

  it("comes, and nothing is left to do", async () => {
    expect(changes(await turnedOn())).toEqual(COMES);
    expect(changes(await project.succeed("preview", "cluster1", ["--refresh"]))).toEqual({});
  });

  it("goes, and takes its definitions over when it comes again", async () => {
    project.setConfig("cluster1", "addons", undefined);
    expect(changes(await project.succeed("up", "cluster1"))).toMatchObject({
      "delete GatewayClass": 1,
      "update Release": 1,
    });
    expect(changes(await turnedOn())).toEqual(COMES);
  });
});
