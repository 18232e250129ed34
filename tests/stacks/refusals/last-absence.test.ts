import { expect, it } from "vitest";
import type { Changes } from "../../support/changes.ts";
import { LivingFleet } from "../../support/living-fleet.ts";

const HOUR_MS = 3_600_000;

/** An application whose name is something that every object has. */
const APPS = { constructor: { image: "registry.example.com/shop:1" } };
const ABSENT = { constructor: { absent: true } };

it("an application is not absent in the last cluster that serves it", async () => {
  const fleet = new LivingFleet();
  const up = async (stack: string, changes: Changes = {}): Promise<string | undefined> => {
    const refusal = await fleet.refusal(stack, { app: undefined, apps: APPS, ...changes });
    fleet.cloud.clock.advance(HOUR_MS);
    return refusal;
  };
  const refused = (stack: string) =>
    `the configuration of stack "${stack}" has a problem (Pulumi.${stack}.yaml):\n` +
    "  - appOverrides.constructor.absent is true, but no other cluster serves constructor; bring another one up with it first, " +
    "or take the application away from all (retire: true)";

  expect(await up("cluster1")).toBeUndefined();
  expect(await up("cluster1", { appOverrides: ABSENT })).toBe(refused("cluster1"));
  expect(await up("cluster2")).toBeUndefined();
  expect(await up("cluster1", { appOverrides: ABSENT })).toBeUndefined();
  expect(await up("cluster1", { appOverrides: ABSENT })).toBeUndefined();
  expect(await up("cluster2", { appOverrides: ABSENT })).toBe(refused("cluster2"));
  expect(await up("cluster1")).toBeUndefined();
  expect(await up("cluster2", { appOverrides: ABSENT })).toBeUndefined();
});
