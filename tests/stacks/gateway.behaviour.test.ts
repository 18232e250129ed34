/** From the controller's Ingress to a Gateway and back: docs/runbooks/ingress-to-gateway.md, under load, with a member. */
import { beforeAll, describe, expect, it } from "vitest";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";
import { expectDestroyed, expectServed, updateForAnHour } from "../support/under-load.ts";

let fleet: LivingFleet;

const update = (stack: string, changes?: Changes) => updateForAnHour(fleet, stack, changes);

const made = (kind: string): Changes => ({ ingress: { kind }, addons: { gatewayApi: true } });

describe("what the controller makes the load balancer of", () => {
  let dnsName: string;
  let ofIngress: VirtualLoad;
  let ofGateway: VirtualLoad;

  beforeAll(async () => {
    fleet = new LivingFleet();
    dnsName = await update("cluster1");
    await update("cluster2");
    ofIngress = new VirtualLoad(fleet.cloud, { dnsName });
  });

  it("is not changed at once while a member is there", async () => {
    expect(await fleet.refusal("cluster1", made("gateway"))).toContain(
      "2048, which has pods in myeks-cluster2, and nothing of what there is now would stay; have both for a while (ingress.kind: ingress-and-gateway",
    );
  });

  it("may be both, side by side, of which one has the names", async () => {
    expect(await update("cluster1", made("ingress-and-gateway"))).toBe(dnsName);
    await update("cluster2");
    const other = await update("cluster1", made("gateway-and-ingress"));
    expect(other).not.toBe(dnsName);
    ofGateway = new VirtualLoad(fleet.cloud, { dnsName: other });
    fleet.cloud.clock.advance(60_000);
    expectServed(ofIngress);
    expectServed(ofGateway);
  });

  it("is a Gateway alone once names lead there", async () => {
    ofIngress.stop();
    await update("cluster1", made("gateway"));
    await update("cluster2");
    expectServed(ofGateway);
    for (const [stack, changes] of [["cluster1", made("gateway")] as const, ["cluster2", {}] as const]) {
      expect((await fleet.up(stack, changes)).steps).toEqual([]);
    }
  });

  it("goes back the same way", async () => {
    await update("cluster1", made("gateway-and-ingress"));
    await update("cluster2");
    dnsName = await update("cluster1", made("ingress-and-gateway"));
    ofIngress = new VirtualLoad(fleet.cloud, { dnsName });
    fleet.cloud.clock.advance(60_000);
    expectServed(ofGateway);
    ofGateway.stop();
    await update("cluster1", made("ingress"));
    await update("cluster2");
    expectServed(ofIngress);
  });

  it("leaves nothing behind", () => {
    expectDestroyed(fleet);
  });
});

it("a Gateway forwards to target groups of Pulumi by their names, also for several hosts of one application", async () => {
  fleet = new LivingFleet();
  const hosts = ["a.example.com", "b.example.com"];
  const apps = {
    page: { content: { type: "colour-page" }, routes: hosts.map((host) => ({ hosts: [host] })) },
  };
  const pages: Changes = { app: undefined, apps };
  const changes: Changes = {
    ...pages,
    addons: { gatewayApi: true },
    ingress: { kind: "gateway", targetGroups: "pulumi" },
  };
  const dnsName = await update("cluster1", changes);
  await update("cluster2", pages);
  const loads = hosts.map(
    (host) => new VirtualLoad(fleet.cloud, { dnsName, requests: [{ host, status: 200 }] }),
  );
  fleet.cloud.clock.advance(60_000);
  for (const load of loads) expectServed(load);
  expect((await fleet.up("cluster1", changes)).steps).toEqual([]);
});
