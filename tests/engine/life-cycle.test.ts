import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findLeftovers } from "../../fleet/local/leftovers.ts";
import { LocalSession } from "../../fleet/local/session.ts";
import { UNKNOWN } from "../../sim/core/unknown.ts";
import { restoreWorld, saveWorld } from "../../sim/world.ts";
import { EngineProject, noEngine } from "../support/engine.ts";
import { normalisedWorld } from "../support/normalised-world.ts";

/** The tests build on each other: one world, from empty to empty. */
describe.skipIf(noEngine !== undefined)("the stacks under the Pulumi engine", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "engine" });
    await project.addStack("cluster1");
    await project.addStack("cluster2");
  });
  afterAll(async () => {
    await project.remove();
  });

  async function expectIdle(command: "up" | "refresh", stack: string): Promise<void> {
    const { changes, steps } = await project.succeed(command, stack);
    expect({ operations: Object.keys(changes), steps }).toEqual({ operations: ["same"], steps: [] });
  }

  it("explains a preview of cluster2 before there is cluster1, in one message", async () => {
    const { exitCode, diagnostics } = await project.run("preview", "cluster2");
    expect(exitCode).not.toBe(0);
    expect(diagnostics).toEqual([
      expect.stringMatching(
        /^stack "cluster1" does not share what a member needs; bring "cluster1" up first \(pulumi up --stack cluster1\)/,
      ),
    ]);
  });

  it("knows in a preview what is given, and nothing that only AWS can say", async () => {
    const { steps } = await project.succeed("preview", "cluster1");
    expect(steps.find(({ type }) => type === "aws:ec2/vpc:Vpc")?.outputs).toMatchObject({
      cidrBlock: "192.168.0.0/16",
      arn: UNKNOWN,
    });
    expect(steps.find(({ type }) => type === "aws:eks/cluster:Cluster")?.outputs).toMatchObject({
      name: "myeks",
      endpoint: UNKNOWN,
    });
  });

  it("makes both clusters without a warning or drift, and both answer behind one load balancer", async () => {
    for (const stack of ["cluster1", "cluster2"]) {
      expect(await project.succeed("up", stack)).toMatchObject({
        changes: { create: expect.any(Number) as number },
        diagnostics: [],
      });
      await expectIdle("refresh", stack);
    }
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
  });

  it("makes the same world as the in-process host", async () => {
    const session = await LocalSession.open({ projectDirectory: project.folder });
    for (const stack of session.stacks) expect((await session.up(stack)).succeeded).toBe(true);
    expect(normalisedWorld(project.savedWorld())).toEqual(normalisedWorld(saveWorld(session.cloud)));
  });

  it.each([
    { command: "up", stack: "cluster1" },
    { command: "refresh", stack: "cluster1" },
    { command: "up", stack: "cluster2" },
    { command: "refresh", stack: "cluster2" },
  ] as const)("finds nothing to do in a further $command of $stack", async ({ command, stack }) => {
    await expectIdle(command, stack);
  });

  it("goes on with the same world after the cloud was stopped and started", async () => {
    const before = project.savedWorld();
    await project.stop();
    await project.start();
    const up = await project.succeed("up", "cluster1");
    expect(Object.keys(up.changes)).toEqual(["same"]);
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
    expect(Object.keys(project.savedWorld().clusters)).toEqual(Object.keys(before.clusters));
  });

  it("refuses to destroy cluster1 while cluster2 lives, and deletes nothing", async () => {
    const before = await project.state("cluster1");
    const { exitCode, steps, text } = await project.run("destroy", "cluster1");
    expect(exitCode).not.toBe(0);
    expect(steps.map(({ op, name }) => `${op} ${name}`)).toEqual(["delete destroy-the-member-stacks-first"]);
    expect(text).toMatch(/destroy-the-member-stacks-first[^]*Cannot delete a policy attached to entities/);
    expect((await project.state("cluster1")).map(({ urn }) => urn)).toEqual(before.map(({ urn }) => urn));
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
  });

  it("leaves neither state nor anything in the cloud after a destroy in order", async () => {
    for (const stack of ["cluster2", "cluster1"]) {
      await project.succeed("destroy", stack);
      expect(await project.state(stack)).toEqual([]);
    }
    await project.stop();
    expect(findLeftovers(restoreWorld(project.savedWorld()))).toEqual([]);
  });
});
