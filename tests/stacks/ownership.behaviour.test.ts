/** From a controller's load balancer to Pulumi's and back: docs/runbooks/move-the-load-balancer.md, under load, with a member. */
import { beforeAll, describe, expect, it } from "vitest";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";
import { expectDestroyed, expectServed, updateForAnHour } from "../support/under-load.ts";

let fleet: LivingFleet;

const update = (stack: string, changes?: Changes) => updateForAnHour(fleet, stack, changes);

/** By way of both, as long as clients ask the load balancer that goes. */
async function goBack(owned: (ownership: string) => Changes, next: VirtualLoad): Promise<void> {
  await update("cluster1", owned("both"));
  await update("cluster2");
  expectServed(next);
  next.stop();
  await update("cluster1", owned("controller"));
  await update("cluster2");
}

describe("who makes the load balancer", () => {
  const owned = (ownership: string): Changes => ({ ingress: { ownership } });
  let old: VirtualLoad;
  let next: VirtualLoad;

  beforeAll(async () => {
    fleet = new LivingFleet();
    const dnsName = await update("cluster1");
    await update("cluster2");
    old = new VirtualLoad(fleet.cloud, { dnsName });
  });

  it("is not changed at once while a member is there", async () => {
    expect(await fleet.refusal("cluster1", owned("pulumi"))).toContain(
      "have both for a while (ingress.ownership: both",
    );
  });

  it("may be both, side by side", async () => {
    const dnsName = await update("cluster1", owned("both"));
    await update("cluster2");
    next = new VirtualLoad(fleet.cloud, { dnsName });
    fleet.cloud.clock.advance(60_000);
    expectServed(old);
    expectServed(next);
  });

  it("is Pulumi alone once names lead there", async () => {
    old.stop();
    await update("cluster1", owned("pulumi"));
    await update("cluster2");
    expectServed(next);
    for (const [stack, changes] of [["cluster1", owned("pulumi")] as const, ["cluster2", {}] as const]) {
      expect((await fleet.up(stack, changes)).steps).toEqual([]);
    }
  });

  it("goes back the same way, and without leftovers", async () => {
    await goBack(owned, next);
  });

  it("may be both with weights at once, as nobody asks the new load balancer yet", async () => {
    await update("cluster1", {
      ingress: { ownership: "both", traffic: "weighted" },
      weights: { default: { myeks: 100, "myeks-cluster2": 0 } },
    });
    await update("cluster2");
    await update("cluster1");
    await update("cluster2");
    expectDestroyed(fleet);
  });
});

describe("who makes the load balancer, with a Gateway before", () => {
  const gatewayApi: Changes = { addons: { gatewayApi: true } };
  const owned = (ownership: string): Changes => ({ ...gatewayApi, ingress: { kind: "gateway", ownership } });
  const byPulumi: Changes = { ...gatewayApi, ingress: { ownership: "pulumi" } };
  let dnsName: string;
  let old: VirtualLoad;
  let next: VirtualLoad;

  beforeAll(async () => {
    fleet = new LivingFleet();
    dnsName = await update("cluster1", owned("controller"));
    await update("cluster2");
    old = new VirtualLoad(fleet.cloud, { dnsName });
  });

  it("may be both, side by side", async () => {
    const other = await update("cluster1", owned("both"));
    expect(other).not.toBe(dnsName);
    await update("cluster2");
    next = new VirtualLoad(fleet.cloud, { dnsName: other });
    fleet.cloud.clock.advance(60_000);
    expectServed(old);
    expectServed(next);
    expect((await fleet.up("cluster1", owned("both"))).steps).toEqual([]);
  });

  it("is Pulumi alone once names lead there", async () => {
    old.stop();
    await update("cluster1", byPulumi);
    await update("cluster2");
    expectServed(next);
  });

  it("goes back the same way, and without leftovers", async () => {
    expect(await fleet.refusal("cluster1", owned("controller"))).toContain(
      "have both for a while (ingress.ownership: both",
    );
    await goBack(owned, next);
    expectDestroyed(fleet);
  });
});

describe("weights", () => {
  const weighted = (myeks: number, other: number, more: object = {}): Changes => ({
    ingress: { ownership: "pulumi", traffic: "weighted", prepareTraffic: true, ...more },
    weights: { default: { myeks, "myeks-cluster2": other } },
  });
  let load: VirtualLoad;

  beforeAll(async () => {
    fleet = new LivingFleet();
    const dnsName = await update("cluster1", { ingress: { ownership: "pulumi" } });
    await update("cluster2");
    load = new VirtualLoad(fleet.cloud, { dnsName });
  });

  it("are the list of the clusters: a member that they do not name is told so, and serves on", async () => {
    await update("cluster1", {
      ...weighted(100, 0, { traffic: "shared" }),
      weights: { default: { myeks: 100 } },
    });
    expect(await fleet.refusal("cluster2")).toBe(
      'the configuration of stack "cluster2" has a problem (Pulumi.cluster2.yaml):\n' +
        '  - clusterName is "myeks-cluster2", which the weights of stack "cluster1" do not name, so that no requests for 2048 come by ' +
        "them; add myeks-cluster2: 0 to each entry of weights there, update it (pulumi up --stack cluster1), and then this one",
    );
    expectServed(load);
  });

  it("are prepared, with all requests shared as before", async () => {
    await update("cluster1", weighted(100, 0, { traffic: "shared" }));
    await update("cluster2");
    expectServed(load);
  });

  it.each([
    [100, 0],
    [90, 10],
    [50, 50],
    [0, 100],
    [100, 0],
  ])("shift requests to %i and %i", async (myeks, other) => {
    await update("cluster1", weighted(myeks, other));
    load.take();
    fleet.cloud.clock.advance(60_000);
    const { failed, shareByCluster } = load.take();
    expect(failed).toEqual({});
    expect([shareByCluster["myeks"] ?? 0, shareByCluster["myeks-cluster2"] ?? 0]).toEqual([
      myeks / 100,
      other / 100,
    ]);
  });

  it("are not given up while clusters are not in the target group that they would share", async () => {
    await update("cluster1", weighted(50, 50, { prepareTraffic: false }));
    await update("cluster2");
    expect(await fleet.refusal("cluster1", weighted(50, 50, { traffic: "shared" }))).toBe(
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n' +
        "  - ingress.traffic is shared, but myeks, myeks-cluster2 are not in the target group that all clusters share for 2048 yet; " +
        "keep weighted with ingress.prepareTraffic: true, update this stack, then those of the clusters, and change it after that",
    );
    await update("cluster1", weighted(50, 50));
    expect(await fleet.refusal("cluster1", weighted(50, 50, { traffic: "shared" }))).toContain(
      "but myeks-cluster2 is not in the target group that all clusters share for 2048",
    );
    await update("cluster2");
    expect(load.take().failed).toEqual({});
  });

  it("are given up again without a failed request", async () => {
    await update("cluster1", weighted(100, 0, { traffic: "shared" }));
    await update("cluster2");
    await update("cluster1", { ingress: { ownership: "pulumi" } });
    await update("cluster2");
    const { failed } = load.take();
    expect(failed).toEqual({});
    load.stop();
    expectDestroyed(fleet);
  });
});
