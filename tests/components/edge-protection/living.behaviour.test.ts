/** A web ACL before a load balancer under load: it comes, changes and goes. */
import { beforeAll, describe, expect, it } from "vitest";
import type { EdgeProtectionArgs } from "../../../components/index.ts";
import { logsState } from "../../../sim/aws/logs/state.ts";
import { wafv2State } from "../../../sim/aws/wafv2/state.ts";
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

  it("go by what a proxy adds to its header, and by nothing that clients write there", async () => {
    const protection = {
      clientAddressHeader: "X-Forwarded-For",
      allowedCidrs: ["192.0.2.0/24"],
      blockedCidrs: ["198.51.100.0/24"],
      blockedCountries: ["KP"],
      managedRuleGroups: [],
    };
    expect((await scene.edge({ apps: APPS, protection })).problem).toBe("");
    const through = (header: string) => outcomes({ country: "KP", headers: { "x-forwarded-for": header } });
    expect(through("203.0.113.1, 192.0.2.1")).toEqual({});
    expect(through("192.0.2.1, 203.0.113.1")).toEqual({ "status 403": 10 });
    expect(through("not an address")).toEqual({ "status 403": 10 });
    const blocked = (header: string) => outcomes({ headers: { "x-forwarded-for": header } });
    expect(blocked("203.0.113.1, 198.51.100.1")).toEqual({ "status 403": 10 });
    expect(blocked("198.51.100.1, 203.0.113.1")).toEqual({});
  });

  it("refuse countries, and all but some", async () => {
    await up({ blockedCountries: ["KP"] });
    expect(outcomes({ country: "KP" })).toEqual({ "status 403": 10 });
    expect(outcomes({ country: "KR" })).toEqual({});
    await scene.edge({ apps: APPS, protection: { allowedCountries: ["KR"] } });
    expect(outcomes({ country: "KR" })).toEqual({});
    expect(outcomes({})).toEqual({ "status 403": 10 });
    const protection = { allowedCountries: ["KR"], clientAddressHeader: "X-Forwarded-For" };
    await scene.edge({ apps: APPS, protection });
    const headers = { "x-forwarded-for": "not an address" };
    expect(outcomes({ country: "KR", headers })).toEqual({ "status 403": 10 });
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

describe("a log", () => {
  const CREATES = ["create edge-protection-logging", "create edge-protection-logs"];
  const rateLimits = [{ name: "login", limit: 10, windowSeconds: 60, pathPrefix: "/login" }] as const;

  /** What stands in the log, and is forgotten there. */
  function logged(): Record<string, unknown>[] {
    const [group] = logsState(cloud).groups.values();
    const { events } = cloud.call(cloud.administrator, "logs", "FilterLogEvents", {
      logGroupName: group!.name,
    });
    group!.events = [];
    return events.map(({ message }) => JSON.parse(message) as Record<string, unknown>);
  }

  it("comes, and tells of a blocked request by which rule, without what the client is known by", async () => {
    expect((await up({ rateLimits, logging: { deleteLogs: true } })).toSorted()).toEqual([
      ...CREATES,
      "update edge-protection-acl",
    ]);
    logged();
    const headers = { authorization: "Bearer secret", Cookie: "session=1", accept: "*/*" };
    outcomes({ target: "/login?user=me", headers }, 11);
    const events = logged();
    expect(
      events.map(({ action, terminatingRuleId }) => `${String(action)} ${String(terminatingRuleId)}`),
    ).toEqual([...Array.from({ length: 10 }, () => "ALLOW Default_Action"), "BLOCK rate-login"]);
    expect(JSON.stringify(events)).not.toMatch(/secret|session/);
    const { clock, accountId } = cloud;
    expect(events.at(-1)).toEqual({
      timestamp: clock.now(),
      formatVersion: 1,
      webaclId: wafv2State(cloud).webAcls.values()[0]!.ARN,
      terminatingRuleId: "rate-login",
      terminatingRuleType: "RATE_BASED",
      action: "BLOCK",
      httpSourceName: "ALB",
      httpSourceId: expect.stringMatching(new RegExp(`^${accountId}-app/edge`)),
      nonTerminatingMatchingRules: [],
      responseCodeSent: 429,
      httpRequest: {
        clientIp: "203.0.113.10",
        country: "-",
        headers: [
          { name: "authorization", value: "REDACTED" },
          { name: "Cookie", value: "REDACTED" },
          { name: "accept", value: "*/*" },
          { name: "host", value: expect.stringContaining("elb.amazonaws.com") },
        ],
        uri: "/login",
        args: "user=me",
        httpMethod: "GET",
      },
    });
  });

  it("can be of those requests alone that a rule counted or blocked, or blocked", async () => {
    const logging = { deleteLogs: true, redactQueryString: true } as const;
    const counted = [{ ...rateLimits[0], action: "count" }] as const;
    const seen = async (requests: "matched" | "blocked", limits: typeof counted | typeof rateLimits) => {
      expect(await up({ rateLimits: limits, logging: { ...logging, requests } })).toContain(
        "update edge-protection-logging",
      );
      cloud.clock.advance(120_000);
      logged();
      outcomes({ target: "/login?user=me" }, 12);
      return logged().map(({ action, nonTerminatingMatchingRules: rules, httpRequest }) => ({
        ...{ action, rules },
        args: (httpRequest as { args: string }).args,
      }));
    };
    const match = {
      action: "ALLOW",
      rules: [{ ruleId: "rate-login", action: "COUNT" }],
      args: "REDACTED",
    };
    expect(await seen("matched", counted)).toEqual([match, match]);
    const block = { action: "BLOCK", rules: [], args: "REDACTED" };
    expect(await seen("blocked", rateLimits)).toEqual([block, block]);
  });

  it("goes to a given log group, with nothing of its own left", async () => {
    const logGroupName = "aws-waf-logs-given";
    cloud.call(cloud.administrator, "logs", "CreateLogGroup", { logGroupName });
    const destinationArn = cloud.arn("logs", `log-group:${logGroupName}`);
    expect(await up({ logging: { destinationArn } })).toEqual([
      "update edge-protection-acl",
      "delete edge-protection-logging",
      "replace edge-protection-logging",
      "delete edge-protection-logs",
    ]);
    logged();
    outcomes({}, 3);
    expect(logged()).toHaveLength(3);
    expect(await up({ managedRules: "count" })).toEqual(["delete edge-protection-logging"]);
    outcomes({}, 3);
    expect(logged()).toEqual([]);
    cloud.call(cloud.administrator, "logs", "DeleteLogGroup", { logGroupName });
  });

  it("stays where nobody says that it goes", async () => {
    await up({ logging: {} });
    expect(await up({ managedRules: "count" })).toContain("delete edge-protection-logging");
    expect(logsState(cloud).groups.size).toBe(1);
  });
});

it("goes, and leaves nothing", async () => {
  expect(await up()).toEqual(["delete edge-web-acl", "delete edge-protection-acl"]);
  expect(detachments()).toHaveLength(1);
});
