/** Later code on a fleet that an earlier one brought up: see tests/fixtures/upgrade/README.md. */
import { expect, it } from "vitest";
import { findLeftovers } from "../../fleet/local/leftovers.ts";
import { readStackFiles } from "../../fleet/project/project.ts";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import type { SavedStacks } from "../../sim/hosts/in-process/saved-stacks.ts";
import { restoreWorld } from "../../sim/world.ts";
import { PROJECT } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";
import { expectServed, HOUR_MS } from "../support/under-load.ts";
import { reaching } from "../support/reach.ts";
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

const files = readStackFiles(UPGRADE_FOLDER, PROJECT, STACKS);

interface Recorded {
  readonly world: unknown;
  readonly stacks: SavedStacks;
}

it("changes what it must in place, and clients notice nothing", () =>
  reaching("an upgrade of a living fleet", upgrade));

async function upgrade(): Promise<void> {
  const { world, stacks } = readUpgradeFixture<Recorded>("in-process");
  const cloud = restoreWorld(world);
  const fleet = new LivingFleet({ cloud, saved: stacks, files });
  const load = new VirtualLoad(cloud, {
    dnsName: String(stacks["cluster1"]!.outputs["loadBalancerDnsName"]),
  });
  const up = async (stack: (typeof STACKS)[number]): Promise<string[]> => {
    const steps: string[] = [];
    const { failures, programError } = await fleet.up(
      stack,
      {},
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
  expectServed(load);
  load.stop();
  for (const stack of STACKS) expect(await up(stack)).toEqual([]);
  for (const stack of STACKS.toReversed()) {
    expect(fleet.destroy(stack).refusal).toBeUndefined();
  }
  expect(findLeftovers(cloud)).toEqual([]);
}
