import { afterEach, beforeAll, expect, it } from "vitest";
import { route53State } from "../../sim/aws/route53/state.ts";
import { addHostedZone } from "../../sim/aws/route53/operations.ts";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import type { Changes } from "../support/changes.ts";
import { LivingFleet } from "../support/living-fleet.ts";

const NAME = "play.example.com";

/** Two rounds of ExternalDNS, and what clients keep of answers. */
const ROUNDS_MS = 181_000;

let fleet: LivingFleet;
let load: VirtualLoad;

function play(
  names: object,
  { policy = "sync", ...override }: Readonly<Record<string, unknown>> = {},
): Changes {
  return {
    app: undefined,
    apps: {
      play: {
        image: "registry.example.com/play:1",
        routes: [],
        nlb: { ports: [{ port: 80 }], names: { hosts: [NAME], ...names } },
      },
      page: { content: { type: "colour-page" } },
    },
    addons: { externalDns: { zones: [{ name: "example.com" }], sources: ["service"], policy } },
    appOverrides: { play: override },
  } as never;
}

/** Updates a stack, and lets clients come for a while. */
async function update(stack: string, changes: Changes) {
  await fleet.succeed(stack, changes);
  return clients();
}

function clients() {
  fleet.cloud.clock.advance(ROUNDS_MS);
  const { failed } = load.take();
  fleet.cloud.clock.advance(10_000);
  return { failed, shares: load.take().shareByCluster };
}

function records(): string[] {
  return route53State(fleet.cloud)
    .recordSets.where(({ Name, Type }) => Name === `${NAME}.` && Type === "A")
    .map(({ SetIdentifier = "one", Weight = "record" }) => `${SetIdentifier} ${Weight}`);
}

beforeAll(async () => {
  fleet = new LivingFleet();
  addHostedZone(fleet.cloud, { id: "Z1", name: "example.com", delegated: true });
  await fleet.succeed("cluster1", play({}));
  fleet.cloud.clock.advance(ROUNDS_MS);
  load = new VirtualLoad(fleet.cloud, { dnsName: NAME });
});

it("shifts clients by weights to another cluster and back, and none of them notices", async () => {
  expect(clients()).toEqual({ failed: {}, shares: { myeks: 1 } });
  expect(records()).toEqual(["one record"]);

  // The name becomes weighted, and a second cluster begins with none of the clients.
  expect(await update("cluster1", play({ weight: 100 }))).toEqual({ failed: {}, shares: { myeks: 1 } });
  const second = (weight: number) => play({ weight: 100 }, { nlb: { names: { weight } } });
  expect(await update("cluster2", second(0))).toEqual({ failed: {}, shares: { myeks: 1 } });
  expect(records()).toEqual(["myeks 100", "myeks-cluster2 0"]);

  expect(await update("cluster2", second(25))).toEqual({
    failed: {},
    shares: { myeks: 0.8, "myeks-cluster2": 0.2 },
  });

  // The first goes, and comes back.
  const first = (override: object) => play({ weight: 100 }, { ...override });
  expect(await update("cluster1", first({ nlb: { names: { weight: 0 } } }))).toEqual({
    failed: {},
    shares: { "myeks-cluster2": 1 },
  });
  expect(await update("cluster1", first({ absent: true }))).toEqual({
    failed: {},
    shares: { "myeks-cluster2": 1 },
  });
  expect(records()).toEqual(["myeks-cluster2 25"]);
  expect(await update("cluster1", first({}))).toEqual({
    failed: {},
    shares: { myeks: 0.8, "myeks-cluster2": 0.2 },
  });

  // One record again.
  expect(await update("cluster2", play({ weight: 100 }, { nlb: { names: { hosts: [] } } }))).toEqual({
    failed: {},
    shares: { myeks: 1 },
  });
  expect(await update("cluster1", play({}))).toEqual({ failed: {}, shares: { myeks: 1 } });
  expect(records()).toEqual(["one record"]);
});

it("leaves out a cluster without healthy pods, also for one with weight 0", async () => {
  await update("cluster1", play({ weight: 100 }));
  await update("cluster2", play({ weight: 0 }));
  expect((await update("cluster1", play({ weight: 100 }, { replicas: 0 }))).shares).toEqual({
    "myeks-cluster2": 1,
  });
});

afterEach(() => {
  load.take();
});
