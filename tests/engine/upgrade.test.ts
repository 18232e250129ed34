import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { WORLD_FORMAT } from "../../sim/hosts/pulumi-provider/world-file.ts";
import type { SavedWorld } from "../../sim/world.ts";
import { summaries } from "../support/engine-events.ts";
import { EngineProject, noEngine } from "../support/engine.ts";
import { readUpgradeFixture, UPGRADE_FOLDER } from "../support/upgrade.ts";

const STACKS = ["cluster1", "cluster2"] as const;

/** What goes without being missed: other roles hold the policy of the network plugin, and the primary's guard. */
const GONE = {
  cluster1: ["delete myeks-node-role-cni"],
  cluster2: ["delete myeks-cluster2-lbc-role-policy-1", "delete myeks-cluster2-node-role-cni"],
} as const;

interface Recorded {
  readonly world: SavedWorld;
  readonly stacks: Readonly<Record<string, object>>;
}

/** See tests/fixtures/upgrade/README.md. The tests build on each other. */
describe.skipIf(noEngine !== undefined)("stacks that an earlier program brought up, under the engine", () => {
  let project: EngineProject;

  beforeAll(async () => {
    const { world, stacks } = readUpgradeFixture<Recorded>("engine");
    project = await EngineProject.create();
    await project.stop();
    writeFileSync(project.world, JSON.stringify({ format: WORLD_FORMAT, world }));
    await project.start();
    for (const stack of STACKS) {
      const file = readFileSync(join(UPGRADE_FOLDER, `Pulumi.${stack}.yaml`), "utf8");
      await project.addStack(stack, (parse(file) as { config: Record<string, unknown> }).config);
      const state = join(project.folder, `${stack}.json`);
      writeFileSync(state, JSON.stringify(stacks[stack]));
      const { exitCode, text } = await project.pulumi(["stack", "import", "--stack", stack, "--file", state]);
      expect([exitCode, text]).toEqual([0, expect.any(String)]);
    }
  });
  afterAll(async () => {
    await project.remove();
  });

  it.each(STACKS)(
    "%s is previewed and updated without anything that serves replaced or deleted",
    async (stack) => {
      const before = await project.targetGroups();
      for (const command of ["preview", "up"] as const) {
        const { steps } = await project.succeed(command, stack);
        const gone = steps.filter(({ op }) => !["create", "update"].includes(op));
        expect(summaries(gone).toSorted()).toEqual(GONE[stack]);
      }
      expect((await project.targetGroups()).map(({ arn }) => arn)).toEqual(before.map(({ arn }) => arn));
      expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
    },
  );

  it.each(STACKS)("a further update of %s has nothing to do", async (stack) => {
    const { changes, steps } = await project.succeed("up", stack);
    expect({ operations: Object.keys(changes), steps }).toEqual({ operations: ["same"], steps: [] });
  });

  it("goes in order, and a controller's CRDs are left to their cluster", async () => {
    for (const stack of STACKS.toReversed()) {
      const { steps } = await project.succeed("destroy", stack);
      expect(steps.filter(({ type }) => type.endsWith(":CustomResourceDefinition"))).toHaveLength(2);
      expect(await project.state(stack)).toEqual([]);
    }
  });
});
