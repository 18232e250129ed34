/** Later code on a fleet that an earlier one brought up: see tests/fixtures/upgrade/README.md. */
import { expect, it } from "vitest";
import { findLeftovers } from "../../fleet/local/leftovers.ts";
import { programConfig, readProject, readStackFiles } from "../../fleet/project/project.ts";
import program from "../../index.ts";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import { InProcessHost } from "../../sim/hosts/in-process/host.ts";
import type { SavedStacks } from "../../sim/hosts/in-process/saved-stacks.ts";
import { restoreWorld } from "../../sim/world.ts";
import { PROJECT_DIRECTORY } from "../support/stack-files.ts";
import { readUpgradeFixture, UPGRADE_FOLDER } from "../support/upgrade.ts";

const STACKS = ["cluster1", "cluster2"] as const;

/** What goes without being missed: other roles hold the policy of the network plugin, and the primary's guard. */
const GONE = {
  cluster1: ["delete RolePolicyAttachment myeks-node-role-cni"],
  cluster2: [
    "delete RolePolicyAttachment myeks-cluster2-lbc-role-policy-1",
    "delete RolePolicyAttachment myeks-cluster2-node-role-cni",
  ],
} as const;

const HOUR_MS = 3_600_000;

const project = readProject(PROJECT_DIRECTORY);
const files = readStackFiles(UPGRADE_FOLDER, project, STACKS);

interface Recorded {
  readonly world: unknown;
  readonly stacks: SavedStacks;
}

it("changes what it must in place, and clients notice nothing", async () => {
  const { world, stacks } = readUpgradeFixture<Recorded>("in-process");
  const cloud = restoreWorld(world);
  const host = new InProcessHost(cloud, stacks);
  const load = new VirtualLoad(cloud, {
    dnsName: String(stacks["cluster1"]!.outputs["loadBalancerDnsName"]),
  });
  const up = async (stack: (typeof STACKS)[number]): Promise<string[]> => {
    const file = files.find((one) => one.stack === stack)!;
    const steps: string[] = [];
    const { failures, programError } = await host.up(
      { project: project.name, stack, config: programConfig(project, file), program },
      {
        onStep: ({ status, operation, type, name }) => {
          if (status === "done" && !["same", "read"].includes(operation)) {
            steps.push(`${operation} ${type.split(":").at(-1)!} ${name}`);
          }
        },
      },
    );
    expect([programError, failures]).toEqual([undefined, []]);
    return steps;
  };

  cloud.clock.advance(HOUR_MS);
  for (const stack of STACKS) {
    const steps = await up(stack);
    expect(steps.filter((step) => /^(replace|delete) /.test(step))).toEqual(GONE[stack]);
    cloud.clock.advance(HOUR_MS);
  }
  const { failed, seconds, secondsByCluster } = load.take();
  expect({ failed, secondsByCluster }).toEqual({
    failed: {},
    secondsByCluster: { myeks: seconds, "myeks-cluster2": seconds },
  });
  load.stop();
  for (const stack of STACKS) expect(await up(stack)).toEqual([]);
  for (const stack of STACKS.toReversed()) {
    expect(host.destroy(project.name, stack).failures).toEqual([]);
  }
  expect(findLeftovers(cloud)).toEqual([]);
});
