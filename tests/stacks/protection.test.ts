import { beforeAll, describe, expect, it } from "vitest";
import { LivingFleet, type Changes } from "../support/living-fleet.ts";

const PROTECTION = "set-deletionProtection-to-false-and-update-first";
const REFUSED = expect.stringMatching(
  new RegExp(`^resource "urn:.*:DeletionProtection::${PROTECTION}" is protected; `),
) as string;

describe("two living stacks", () => {
  let fleet: LivingFleet;
  beforeAll(async () => {
    fleet = await LivingFleet.open();
    for (const stack of ["cluster1", "cluster2"]) expect((await fleet.up(stack)).succeeded).toBe(true);
  });

  it("have nothing that protects them unless it is asked for", () => {
    for (const stack of ["cluster1", "cluster2"]) {
      expect(fleet.urns(stack).filter((urn) => urn.includes("DeletionProtection"))).toEqual([]);
    }
  });

  it.each<[string, Changes, Changes]>([
    ["cluster2", { deletionProtection: "true" }, { deletionProtection: "false" }],
    ["cluster2", { deletionProtection: "true" }, {}],
    ["cluster1", { deletionProtection: "true" }, {}],
    ["cluster1", { ingress: { deletionProtection: true } }, { ingress: { deletionProtection: false } }],
  ])("%s is not destroyed, and loses nothing, with %j; and is free again with %j", async (stack, on, off) => {
    const { succeeded, outputs } = await fleet.up(stack, on);
    expect([succeeded, outputs["deletionProtection"]]).toEqual([true, true]);
    const before = [fleet.world(), fleet.urns(stack)];
    expect(fleet.destroy(stack)).toEqual({ deleted: [], refusal: REFUSED });
    expect([fleet.world(), fleet.urns(stack)]).toEqual(before);
    const again = await fleet.up(stack, on);
    expect([again.counts["create"], again.counts["update"], again.counts["delete"]]).toEqual([0, 0, 0]);

    const freed = await fleet.up(stack, off);
    expect([freed.succeeded, freed.outputs["deletionProtection"]]).toEqual([true, false]);
    const idle = await fleet.up(stack, off);
    expect([idle.counts["create"], idle.counts["update"], idle.counts["delete"]]).toEqual([0, 0, 0]);
  });

  it("are destroyed in order afterwards", () => {
    expect([fleet.destroy("cluster2").refusal, fleet.destroy("cluster1").refusal]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
