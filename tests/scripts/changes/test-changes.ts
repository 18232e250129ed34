import { expect, it } from "vitest";
import type { Change } from "../../../scripts/changes/change.ts";
import { describeChange } from "../../../scripts/changes/render.ts";
import { reaching } from "../../support/reach.ts";
import { FleetUnderLoad, type SavedFleet } from "./fleet.ts";
import { fleetOf } from "./fleets.ts";
import { settingsOfStack, tryChange } from "./try-change.ts";

/** A change is tried in a second, but many run at once. */
const TIMEOUT_MS = 90_000;

/** Fleets by what they were brought up with; each is brought up once, and copied for each change. */
const fleets = new Map<string, Promise<SavedFleet>>();

/** Makes each change on a living fleet under load, and expects the effect that the table names. */
export function testChanges(changes: readonly Change[]): void {
  it.each(changes.map((change) => ({ title: describeChange(change), change })))(
    "$title",
    async ({ change }) => {
      const fleet = await fleetFor(change);
      expect(await reaching(describeChange(change), () => tryChange(fleet, change))).toEqual(change.effect);
    },
    TIMEOUT_MS,
  );
}

function fleetFor({ before = {}, of = "owner", fleet: name = "repository" }: Change): Promise<SavedFleet> {
  const isUsual = Object.keys(before).length === 0;
  const key = JSON.stringify([name, ...(isUsual ? [] : [of, before])]);
  let fleet = fleets.get(key);
  if (fleet === undefined) {
    const { owner } = fleetOf(name);
    fleet = FleetUnderLoad.bringUp(name, (stack) => settingsOfStack(of, stack, owner, before));
    fleets.set(key, fleet);
  }
  return fleet;
}
