/** A web ACL before a load balancer under load: it comes, changes and goes. */
import { beforeAll, describe, expect, it } from "vitest";
import type { EdgeProtectionArgs } from "../../../components/index.ts";
import type { VirtualRequest } from "../../../sim/data-plane/virtual-request.ts";
import { EdgeScene } from "../../support/edge-scene.ts";

const scene = new EdgeScene();
const { cloud } = scene;

const APPS = [{ name: "home", routes: [{ paths: [{ prefix: "/" }], rewrite: { path: "/" } }] }];

/** Updates under load. */
async function up(protection?: EdgeProtectionArgs) {
  const load = scene.load({ target: "/", status: 200 });
  const { steps, problem } = await scene.edge({
    apps: APPS,
    ...(protection && { protection }),
  });
  cloud.clock.advance(60_000);
  const { failed } = load.take();
  load.stop();
  expect({ problem, failed }).toEqual({ problem: "", failed: {} });
  return steps;
}

/** What comes of requests in some minutes, by outcome: how many requests of one a second. */
function outcomes(request: VirtualRequest, seconds = 10): Readonly<Record<string, number>> {
  const load = scene.load({ status: 200, ...request });
  cloud.clock.advance(seconds * 1000);
  const { failed } = load.take();
  load.stop();
  return Object.fromEntries(Object.entries(failed).map(([text, count]) => [text.slice(0, 10), count]));
}

const detachments = () => cloud.journal.entries().filter(({ action }) => action === "DisassociateWebACL");

beforeAll(async () => {
  expect(await scene.edge({ apps: APPS })).toMatchObject({ problem: "" });
  expect(await scene.cluster("blue", ["home"])).toMatchObject({ problem: "" });
});

it("comes to a load balancer that serves, and counts", async () => {
  expect(await up({ managedRules: "count" })).toEqual([
    "create edge-protection",
    "create edge-protection-acl",
    "create edge-web-acl",
  ]);
});

it("has nothing to do when nothing changes", async () => {
  expect(await up({ managedRules: "count" })).toEqual([]);
});

it("blocks, and counts again, in place", async () => {
  expect(await up({ managedRules: "block" })).toEqual(["update edge-protection-acl"]);
  expect(await up({ managedRules: "count" })).toEqual(["update edge-protection-acl"]);
  expect(detachments()).toEqual([]);
});

describe("limits of requests", () => {
  it("answer a client above the limit until fewer have come within the window", async () => {
    await up({ rateLimits: [{ name: "login", limit: 10, windowSeconds: 60, pathPrefix: "/login" }] });
    expect(outcomes({ target: "/login" }, 70)).toEqual({ "status 429": 60 });
    expect(outcomes({ target: "/" }, 60)).toEqual({});
    expect(outcomes({ target: "/login" }, 10)).toEqual({});
  });

  it("cannot be passed by another spelling of the path", () => {
    expect(outcomes({ target: "/x/..//%6Cogin" }, 20)["status 429"]).toBeGreaterThan(10);
  });

  it("can be only counted", async () => {
    await up({ rateLimits: [{ name: "login", limit: 10, windowSeconds: 60, action: "count" }] });
    expect(outcomes({ target: "/login" }, 70)).toEqual({});
  });

  it("hit everybody behind one address, unless the proxy's header tells clients apart", async () => {
    const rateLimits = [{ name: "all", limit: 30, windowSeconds: 60 }];
    const [one, other] = ["198.51.100.7", "198.51.100.8"].map((address) => ({
      target: "/?from=a",
      headers: { "x-forwarded-for": address },
    }));
    const ask = () => {
      const load = scene.load({ ...one, status: 200 }, { ...other, status: 200 });
      cloud.clock.advance(30_000);
      const { failed } = load.take();
      load.stop();
      return Object.values(failed).reduce((sum, count) => sum + count, 0);
    };
    expect((await scene.edge({ apps: APPS, protection: { rateLimits } })).problem).toBe("");
    cloud.clock.advance(120_000);
    expect(ask()).toBe(30);
    const protection = { rateLimits, clientAddressHeader: "X-Forwarded-For" };
    expect((await scene.edge({ apps: APPS, protection })).problem).toBe("");
    expect(ask()).toBe(0);
  });
});

describe("lists", () => {
  it("refuse and let pass addresses", async () => {
    await scene.edge({
      apps: APPS,
      protection: { blockedCidrs: ["203.0.113.0/24"], managedRuleGroups: [] },
    });
    expect(outcomes({})).toEqual({ "status 403": 10 });
    await scene.edge({
      apps: APPS,
      protection: {
        blockedCidrs: ["203.0.113.0/24"],
        allowedCidrs: ["203.0.113.10/32"],
        managedRuleGroups: [],
      },
    });
    expect(outcomes({})).toEqual({});
    const { steps } = await scene.edge({ apps: APPS, protection: { managedRuleGroups: [] } });
    expect(steps).toEqual([
      "update edge-protection-acl",
      "delete edge-protection-allowed",
      "delete edge-protection-blocked",
    ]);
  });

  it("refuse countries, and all but some", async () => {
    await up({ blockedCountries: ["KP"] });
    expect(outcomes({ country: "KP" })).toEqual({ "status 403": 10 });
    expect(outcomes({ country: "KR" })).toEqual({});
    await scene.edge({ apps: APPS, protection: { allowedCountries: ["KR"] } });
    expect(outcomes({ country: "KR" })).toEqual({});
    expect(outcomes({})).toEqual({ "status 403": 10 });
  });
});

it("refuses long bodies, but for uploads", async () => {
  await up({ maxBodyBytes: 8_192 });
  expect(outcomes({ target: "/upload/1", bodyBytes: 8_192 })).toEqual({});
  expect(outcomes({ target: "/upload/1", bodyBytes: 8_193 })).toEqual({ "status 413": 10 });
  await up({ maxBodyBytes: 8_192, uploads: ["/upload/", "/media/"] });
  expect(outcomes({ target: "/upload/1", bodyBytes: 10_000_000 })).toEqual({});
  expect(outcomes({ target: "/upload/../login", bodyBytes: 8_193 })).toEqual({ "status 413": 10 });
});

it("refuses long bodies by the common rules of AWS once they block, but for the rule that only counts", async () => {
  const long = { target: "/upload/1", bodyBytes: 8_193 };
  const name = "AWSManagedRulesCommonRuleSet";
  const protection = { managedRules: "block", managedRuleGroups: [{ name }] } as const;
  expect((await scene.edge({ apps: APPS, protection })).problem).toBe("");
  expect(outcomes({ ...long, bodyBytes: 8_192 })).toEqual({});
  expect(outcomes(long)).toEqual({ "status 403": 10 });
  const counted = [{ name, countedRules: ["SizeRestrictions_BODY"] }] as const;
  await up({ ...protection, managedRuleGroups: counted });
  expect(outcomes(long)).toEqual({});
});

it("goes, and leaves nothing", async () => {
  expect(await up()).toEqual(["delete edge-web-acl", "delete edge-protection-acl"]);
  expect(detachments()).toHaveLength(1);
});
