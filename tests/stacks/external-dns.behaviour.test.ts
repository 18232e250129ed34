import { describe, expect, it } from "vitest";
import { route53State } from "../../sim/aws/route53/state.ts";
import { addHostedZone } from "../../sim/aws/route53/operations.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";

/** Two rounds of ExternalDNS. */
const ROUNDS_MS = 121_000;

function page(externalDns: object, host = "shop.example.com"): Changes {
  return {
    app: undefined,
    apps: { page: { content: { type: "colour-page" }, routes: [{ hosts: [host] }] } },
    addons: { externalDns: { zones: [{ name: "example.com" }], ...externalDns } } as never,
  };
}

async function living(externalDns: object): Promise<LivingFleet> {
  const fleet = new LivingFleet();
  addHostedZone(fleet.cloud, { id: "Z1", name: "example.com", delegated: true });
  await fleet.succeed("cluster1", page(externalDns));
  fleet.cloud.clock.advance(ROUNDS_MS);
  return fleet;
}

function records({ cloud }: LivingFleet): string[] {
  return route53State(cloud)
    .recordSets.values()
    .map(({ Name, Type }) => `${Name} ${Type}`)
    .toSorted();
}

const SHOP = [
  "a-shop.example.com. TXT",
  "aaaa-shop.example.com. TXT",
  "shop.example.com. A",
  "shop.example.com. AAAA",
];

describe.each(["irsa", "pod-identity"])("ExternalDNS with %s", (identity) => {
  it("makes the hosts of the Ingress, and its policy allows all that it does", async () => {
    const fleet = await living({ identity });
    expect(records(fleet)).toEqual(SHOP);
    await fleet.succeed("cluster1", page({ identity, policy: "sync" }, "www.example.com"));
    fleet.cloud.clock.advance(ROUNDS_MS);
    expect(records(fleet)).toEqual(SHOP.map((record) => record.replace("shop", "www")));
    const calls = fleet.cloud.journal.entries().filter(({ service }) => service === "route53");
    expect(calls.filter(({ error }) => error !== undefined)).toEqual([]);
  });
});

it("with sync takes its records away when the stack goes; with upsert-only they stay", async () => {
  const sync = await living({ policy: "sync" });
  expect(sync.destroy("cluster1").refusal).toBeUndefined();
  expect(records(sync)).toEqual([]);
  const upsertOnly = await living({});
  expect(upsertOnly.destroy("cluster1").refusal).toBeUndefined();
  expect(records(upsertOnly)).toEqual(SHOP);
});

describe("ExternalDNS on a living cluster", () => {
  const WWW = SHOP.map((record) => record.replace("shop", "www"));

  /** What an update, and two rounds after it, leave in the zone. */
  async function recordsAfter(fleet: LivingFleet, externalDns: object, host?: string): Promise<string[]> {
    await fleet.succeed("cluster1", page(externalDns, host));
    fleet.cloud.clock.advance(ROUNDS_MS);
    return records(fleet);
  }

  it("keeps its records with one more source, and with sync gives up those of one less", async () => {
    const fleet = await living({ sources: ["ingress"] });
    expect(await recordsAfter(fleet, { sources: ["service", "ingress"] })).toEqual(SHOP);
    expect(await recordsAfter(fleet, { sources: ["service"] })).toEqual(SHOP);
    expect(await recordsAfter(fleet, { sources: ["service"], policy: "sync" })).toEqual([]);
    expect(await recordsAfter(fleet, { sources: ["service", "ingress"], policy: "sync" })).toEqual(SHOP);
  });

  it("deletes what upsert-only has left when its policy becomes sync", async () => {
    const fleet = await living({});
    expect(await recordsAfter(fleet, {}, "www.example.com")).toEqual([...SHOP, ...WWW].toSorted());
    expect(await recordsAfter(fleet, { policy: "sync" }, "www.example.com")).toEqual(WWW);
  });

  it("with another owner id leaves alone what it has made, with sync too, and in the end", async () => {
    const fleet = await living({ policy: "sync" });
    const other = { policy: "sync", txtOwnerId: "other" };
    expect(await recordsAfter(fleet, other)).toEqual(SHOP);
    expect(await recordsAfter(fleet, other, "www.example.com")).toEqual([...SHOP, ...WWW].toSorted());
    expect(fleet.destroy("cluster1").refusal).toBeUndefined();
    expect(records(fleet)).toEqual(SHOP);
  });
});
