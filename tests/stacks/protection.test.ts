import { beforeAll, describe, expect, it } from "vitest";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const PROTECTION = "set-deletionProtection-to-false-and-update-first";

const protectedFrom = (stack: string, ...moves: string[]) =>
  `stack "${stack}" is protected from deletion, and this would replace or delete what it has:\n` +
  moves.map((move) => `  - ${move}\n`).join("") +
  "set it back; or set deletionProtection, of the stack and of its ingress, to false, update, and change it then";

const REFUSED = expect.stringMatching(
  new RegExp(`^resource "urn:.*:DeletionProtection::${PROTECTION}" is protected; `),
) as string;

describe("two living stacks", () => {
  let fleet: LivingFleet;
  beforeAll(async () => {
    fleet = new LivingFleet();
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

  it("refuse another name or role of a member that is protected", async () => {
    expect((await fleet.up("cluster2", { deletionProtection: "true" })).succeeded).toBe(true);
    const before = [fleet.world(), fleet.urns("cluster2")];
    for (const protection of ["true", "false"]) {
      const changes = { deletionProtection: protection, clusterName: "renamed" };
      expect(await fleet.refusal("cluster2", changes)).toBe(
        protectedFrom("cluster2", 'clusterName is "renamed", but was "myeks-cluster2"'),
      );
    }
    const alone = { deletionProtection: "true", role: "primary", sharedStack: "" };
    expect(await fleet.refusal("cluster2", alone)).toBe(
      protectedFrom("cluster2", 'role is "primary", but was "member"'),
    );
    expect([fleet.world(), fleet.urns("cluster2")]).toEqual(before);
    expect(await fleet.refusal("cluster2", { deletionProtection: "true" })).toBeUndefined();
    expect(await fleet.refusal("cluster2")).toBeUndefined();
  });

  it("are destroyed in order afterwards", () => {
    expect([fleet.destroy("cluster2").refusal, fleet.destroy("cluster1").refusal]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe("a protected primary without members", () => {
  let fleet: LivingFleet;
  beforeAll(async () => {
    fleet = new LivingFleet();
    expect((await fleet.up("cluster1", { ingress: { deletionProtection: true } })).succeeded).toBe(true);
  });

  it.each<[Changes, string[]]>([
    [{ clusterName: "renamed" }, ['clusterName is "renamed", but was "myeks"']],
    [{ namespace: "shop" }, ['namespace is "shop", but was "game-2048"']],
    [{ role: "member", sharedStack: "cluster2" }, ['role is "member", but was "primary"']],
    [
      { ingress: { scheme: "internal", loadBalancerName: "front" } },
      [
        'ingress.scheme is "internal", but was "internet-facing"',
        'ingress.loadBalancerName is "front", but was not set',
      ],
    ],
  ])("refuses %j, protection taken away in the same update or not", async (changes, moves) => {
    const before = fleet.world();
    const kept = { ...changes, ingress: { ...(changes["ingress"] as object), deletionProtection: true } };
    const isMember = changes["role"] === "member";
    for (const change of isMember ? [changes] : [changes, kept]) {
      expect(await fleet.refusal("cluster1", change)).toBe(protectedFrom("cluster1", ...moves));
    }
    expect(fleet.world()).toEqual(before);
  });

  it("still takes another zone, and moves once it is free", async () => {
    const zones = { vpc: { availabilityZoneCount: 4 } };
    const ingress = { deletionProtection: true };
    expect(await fleet.refusal("cluster1", { ingress, ...zones })).toBeUndefined();
    expect(await fleet.refusal("cluster1", { ingress })).toBeUndefined();
    expect(await fleet.refusal("cluster1")).toBeUndefined();
    expect(
      await fleet.refusal("cluster1", { ingress: { scheme: "internal" }, namespace: "shop" }),
    ).toBeUndefined();
    expect(fleet.destroy("cluster1").refusal).toBeUndefined();
  });
});
