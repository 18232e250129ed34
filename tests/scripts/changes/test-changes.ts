import { expect, it } from "vitest";
import type { Change, Settings } from "../../../scripts/changes/change.ts";
import { describeChange } from "../../../scripts/changes/render.ts";
import { reaching } from "../../support/reach.ts";
import { FleetUnderLoad, PRIMARY, type SavedFleet } from "./fleet.ts";
import { tryChange } from "./try-change.ts";

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

function fleetFor({ before = {}, of }: Change): Promise<SavedFleet> {
  const settings: Record<string, Settings> = { [of === "member" ? "cluster2" : PRIMARY]: before };
  const key = JSON.stringify(Object.keys(before).length === 0 ? {} : settings);
  let fleet = fleets.get(key);
  if (fleet === undefined) fleets.set(key, (fleet = FleetUnderLoad.bringUp(settings)));
  return fleet;
}
