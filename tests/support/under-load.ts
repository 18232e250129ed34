/** A fleet of a primary and a member that changes under load. */
import { expect } from "vitest";
import { findLeftovers } from "../../fleet/local/leftovers.ts";
import type { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import type { Changes } from "./changes.ts";
import type { LivingFleet } from "./living-fleet.ts";

export const HOUR_MS = 3_600_000;

/** Updates a stack, and lets an hour pass. @returns the name of its load balancer. */
export async function updateForAnHour(
  fleet: LivingFleet,
  stack: string,
  changes: Changes = {},
): Promise<string> {
  const { outputs } = await fleet.succeed(stack, changes);
  fleet.cloud.clock.advance(HOUR_MS);
  return String(outputs["loadBalancerDnsName"]);
}

/** Nothing failed since the last look, and both clusters answered all the time. */
export function expectServed(load: VirtualLoad): void {
  const { failed, secondsByCluster, seconds } = load.take();
  expect({ failed, secondsByCluster }).toEqual({
    failed: {},
    secondsByCluster: { myeks: seconds, "myeks-cluster2": seconds },
  });
}

/** Destroys both stacks: none is refused, and nothing is left. */
export function expectDestroyed(fleet: LivingFleet): void {
  for (const stack of ["cluster2", "cluster1"]) expect(fleet.destroy(stack).refusal).toBeUndefined();
  expect(findLeftovers(fleet.cloud)).toEqual([]);
}
