/** The life of an application: docs/runbooks/applications.md, step by step, under load and with a member there. */
import { beforeAll, expect, it } from "vitest";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import { LivingFleet } from "../support/living-fleet.ts";
import { expectDestroyed, expectServed, HOUR_MS } from "../support/under-load.ts";
import type { Changes } from "../support/changes.ts";

const SHOP = { image: "registry.example.com/shop:1", routes: [{ hosts: ["shop.example.com"] }], order: -1 };
const FRONT = { content: { type: "colour-page" }, routes: [{ hosts: ["front.example.com"] }], order: -1 };
type Routes = Record<string, string[] | Record<string, string>[]>[];

const PAGE = { content: { type: "colour-page" } };

/** The long form of what the stacks have, with or without another application. */
const withApps = (shop?: object): Changes => ({
  app: undefined,
  apps: { "2048": PAGE, ...(shop && { shop: shop as typeof SHOP }) },
});

let fleet: LivingFleet;
let load: VirtualLoad;

beforeAll(async () => {
  fleet = new LivingFleet();
  await fleet.succeed("cluster1");
  await fleet.succeed("cluster2");
  fleet.cloud.clock.advance(HOUR_MS);
  const { outputs } = await fleet.succeed("cluster1");
  load = new VirtualLoad(fleet.cloud, { dnsName: String(outputs["loadBalancerDnsName"]) });
});

/** What an update did to others than patches, and whether a request failed until an hour after it. */
async function update(stack: string, changes: Changes): Promise<readonly string[]> {
  const { steps } = await fleet.succeed(stack, changes);
  fleet.cloud.clock.advance(HOUR_MS);
  expect(load.take().failed).toEqual({});
  return steps.map((step) => step.split(" ")[0]!).filter((verb, index, all) => all.indexOf(verb) === index);
}

it("moves from the short form to the long one with updates and a new page alone", async () => {
  const { steps } = await fleet.succeed("cluster1", withApps());
  expect(
    steps.filter((step) => /^(create|delete|replace)/.test(step) && !step.includes("ConfigMap")),
  ).toEqual([]);
  await update("cluster2", withApps());
  expect(load.take().failed).toEqual({});
});

it("refuses a new application in a member before the owner has it", async () => {
  expect(await fleet.refusal("cluster2", withApps(SHOP))).toBe(
    'the configuration of stack "cluster2" has a problem (Pulumi.cluster2.yaml):\n' +
      '  - apps.shop is not shared by stack "cluster1"; update that one first (pulumi up --stack cluster1), or declare it ' +
      "absent here: appOverrides.shop.absent",
  );
});

it("adds an application, owner first", async () => {
  await update("cluster1", withApps(SHOP));
  await update("cluster2", withApps(SHOP));
  const shop = new VirtualLoad(fleet.cloud, {
    dnsName: String((await fleet.succeed("cluster1", withApps(SHOP))).outputs["loadBalancerDnsName"]),
    requests: [{ host: "shop.example.com" }],
  });
  fleet.cloud.clock.advance(60_000);
  expectServed(shop);
  shop.stop();
});

it("takes requests over from another one without a failed request, by a route that nobody asks for first", async () => {
  const taken = new VirtualLoad(fleet.cloud, {
    dnsName: String((await fleet.succeed("cluster1", withApps(SHOP))).outputs["loadBalancerDnsName"]),
    requests: [{ target: "/news" }],
  });
  const news = (routes: Routes): Changes => ({
    app: undefined,
    apps: { "2048": PAGE, shop: SHOP, news: { ...SHOP, routes } },
  });
  const steps = [news([{ hosts: ["new.invalid"] }]), news([{ paths: [{ prefix: "/news" }] }])];
  for (const changes of [...steps, ...steps.toReversed()]) {
    await update("cluster1", changes);
    await update("cluster2", changes);
  }
  const retired: Changes = {
    app: undefined,
    apps: { "2048": PAGE, shop: SHOP, news: { ...SHOP, routes: [{ hosts: ["new.invalid"] }], retire: true } },
  };
  for (const changes of [retired, withApps(SHOP)]) {
    await update("cluster1", changes);
    await update("cluster2", changes);
  }
  expect(taken.take().failed).toEqual({});
  taken.stop();
});

it("refuses that it vanishes while another cluster serves it", async () => {
  expect(await fleet.refusal("cluster1", withApps())).toBe(
    'stack "cluster1" would take away what other clusters serve by:\n' +
      "  - shop, which has pods in myeks-cluster2; put it back with retire: true, update this stack, then those of the " +
      "clusters, and take it away once its targets there have drained\n",
  );
});

it("takes it away in two steps", async () => {
  const retired = withApps({ ...SHOP, retire: true });
  await update("cluster1", retired);
  await update("cluster2", retired);
  await update("cluster1", withApps());
  await update("cluster2", withApps());
  expect((await fleet.up("cluster1", withApps())).steps).toEqual([]);
  expect((await fleet.up("cluster2", withApps())).steps).toEqual([]);
});

it("comes back at once, while its pods still drain", async () => {
  await update("cluster1", withApps(FRONT));
  await fleet.succeed("cluster1", withApps());
  await update("cluster1", withApps(FRONT));
  await update("cluster1", withApps());
});

it("goes without leftovers", () => {
  load.stop();
  expectDestroyed(fleet);
});
