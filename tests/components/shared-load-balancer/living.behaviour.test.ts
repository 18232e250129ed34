/** A load balancer that Pulumi owns, changed while clusters serve behind it. */
import { beforeAll, describe, expect, it } from "vitest";
import { SharedLoadBalancer, type SharedAppArgs } from "../../../components/index.ts";
import { EdgeScene, type EdgeArgs } from "../../support/edge-scene.ts";

const scene = new EdgeScene();
const { cloud } = scene;
const call = cloud.administrator;

const app = (name: string, others: Partial<SharedAppArgs> = {}): SharedAppArgs => ({
  name,
  healthCheck: { path: "/healthz" },
  ...others,
});
const SHOP = app("shop", { routes: [{ paths: [{ prefix: "/shop" }], rewrite: { path: "/" } }] });
const HOME = app("home");

const CERTIFICATE = cloud.arn("acm", "certificate/edge");

/** Target groups and what is registered in each. */
function targets(): Record<string, readonly string[]> {
  const { TargetGroups } = cloud.call(call, "elasticloadbalancing", "DescribeTargetGroups", {});
  return Object.fromEntries(
    TargetGroups.map(({ TargetGroupArn }) => {
      const { TargetHealthDescriptions } = cloud.call(call, "elasticloadbalancing", "DescribeTargetHealth", {
        TargetGroupArn,
      });
      const ids = TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth.State !== "draining");
      return [TargetGroupArn, ids.map(({ Target }) => Target.Id).sort()];
    }),
  );
}

function loadBalancers() {
  return cloud.call(call, "elasticloadbalancing", "DescribeLoadBalancers", {}).LoadBalancers;
}

/** Paths of the first listener's rules with their priorities, in their order. */
function rules(): readonly string[] {
  const { Rules } = cloud.call(call, "elasticloadbalancing", "DescribeRules", {
    ListenerArn: scene.shared.httpListenerArn,
  });
  return Rules.filter(({ IsDefault }) => !IsDefault).map(
    ({ Priority, Conditions }) => `${Priority} ${Conditions[0]!.PathPatternConfig!.Values!.join(" ")}`,
  );
}

/** Updates the load balancer under load. */
async function underLoad(args: EdgeArgs) {
  const load = scene.load({ target: "/" }, { target: "/shop", status: 200 });
  const { steps, problem } = await scene.edge(args);
  cloud.clock.advance(60_000);
  const { failed, requests } = load.take();
  load.stop();
  expect(requests).toBeGreaterThan(60);
  return { steps, problem, failed };
}

beforeAll(async () => {
  expect(await scene.edge({ apps: [SHOP, HOME] })).toMatchObject({ problem: "" });
  expect(await scene.cluster("blue", ["shop", "home"])).toMatchObject({ problem: "" });
});

it("serves apps of a cluster that joins", () => {
  expect(scene.answeredBy({ target: "/shop", status: 200 })).toEqual({ blue: 1 });
  expect(scene.answeredBy({ target: "/anything" })).toEqual({ blue: 1 });
  expect(rules()).toEqual(["100 /shop /shop/*", "200 /*"]);
});

it("is the same afterwards", async () => {
  expect(await scene.edge({ apps: [SHOP, HOME] })).toMatchObject({ steps: [], problem: "" });
});

describe("routes that come, move and go", () => {
  const closed = app("closed", {
    routes: [{ paths: [{ exact: "/closed" }], fixedResponse: { statusCode: 503 } }],
  });

  it.each<[string, readonly SharedAppArgs[], readonly string[], readonly string[]]>([
    [
      "one before all",
      [closed, SHOP, HOME],
      ["create edge-http-closed"],
      ["50 /closed", "100 /shop /shop/*", "200 /*"],
    ],
    [
      "one moves",
      [SHOP, closed, HOME],
      ["update edge-http-closed"],
      ["100 /shop /shop/*", "150 /closed", "200 /*"],
    ],
    [
      "one gets other conditions",
      [
        { ...SHOP, routes: [{ ...SHOP.routes![0], paths: [{ prefix: "/shop" }, { exact: "/cart" }] }] },
        closed,
        HOME,
      ],
      ["create edge-http-shop", "delete edge-http-shop"],
      ["75 /shop /shop/* /cart", "150 /closed", "200 /*"],
    ],
    [
      "all is as it was",
      [SHOP, HOME],
      ["create edge-http-shop", "delete edge-http-closed", "delete edge-http-shop"],
      ["100 /shop /shop/*", "200 /*"],
    ],
  ])("cost no request: %s", async (_, apps, steps, expected) => {
    const update = await underLoad({ apps });
    expect(update).toEqual({ steps: expect.anything(), problem: "", failed: {} });
    expect([...update.steps].sort()).toEqual(steps);
    expect(rules()).toEqual(expected);
  });
});

describe("traffic by weights", () => {
  const weights = (blue: number, green: number) => ({ default: { blue, green } });
  const apps = [SHOP, HOME];
  const both = ["shared", "own"] as const;

  it("is prepared, switched and shifted without a failed request", async () => {
    expect(await underLoad({ apps, weights: weights(1, 0), prepareTraffic: true })).toMatchObject({
      problem: "",
      failed: {},
    });
    expect(await scene.cluster("blue", ["shop", "home"], both)).toMatchObject({ problem: "" });
    expect(await scene.cluster("green", ["shop", "home"], both)).toMatchObject({ problem: "" });
    expect(scene.answeredBy()).toEqual({ blue: 0.5, green: 0.5 });

    for (const [blue, green] of [
      [100, 0],
      [90, 10],
      [50, 50],
      [0, 100],
      [100, 0],
    ] as const) {
      const update = await underLoad({
        apps,
        weights: weights(blue, green),
        traffic: "weighted",
        prepareTraffic: true,
      });
      expect(update).toMatchObject({ problem: "", failed: {} });
      expect(update.steps.filter((step) => !step.startsWith("update edge-http-"))).toEqual([]);
      const share = scene.answeredBy();
      expect(share["blue"] ?? 0).toBeCloseTo(blue / 100);
      expect(share["green"] ?? 0).toBeCloseTo(green / 100);
    }
  });

  it("goes back to the shared target groups", async () => {
    expect(await underLoad({ apps, weights: weights(1, 1), prepareTraffic: true })).toMatchObject({
      problem: "",
      failed: {},
    });
    expect(scene.answeredBy()).toEqual({ blue: 0.5, green: 0.5 });
    expect(await scene.cluster("blue", ["shop", "home"])).toMatchObject({ problem: "" });
    expect(await scene.cluster("green", ["shop", "home"])).toMatchObject({ problem: "" });
    const { steps, ...update } = await underLoad({ apps });
    expect(update).toEqual({ problem: "", failed: {} });
    expect(steps.filter((step) => step.startsWith("delete")).sort()).toEqual(
      ["home.blue", "home.green", "shop.blue", "shop.green"].map((name) => `delete edge-targets-${name}`),
    );
  });
});

describe("a load balancer that is replaced", () => {
  it.each<[string, Partial<EdgeArgs>]>([
    ["for another scheme", { scheme: "internal" }],
    ["for a name", { loadBalancerName: "edge" }],
    ["under its name", { loadBalancerName: "edge", scheme: "internal" }],
    ["as it was", {}],
    [
      "with two listeners that forward",
      { tls: { certificateArns: [CERTIFICATE], redirectHttp: false }, scheme: "internal" },
    ],
  ])("takes its target groups along, with all that is bound: %s", async (_, args) => {
    if (args.tls !== undefined) await scene.edge({ apps: [SHOP, HOME], tls: args.tls });
    const before = targets();
    const [old] = loadBalancers();
    const { steps, problem } = await scene.edge({ apps: [SHOP, HOME], ...args });
    expect(problem).toBe("");
    expect(steps.filter((step) => step.includes("edge-targets"))).toEqual([]);
    expect(targets()).toEqual(before);
    expect(Object.values(before).map((ids) => ids.length > 0)).toEqual([true, true]);
    const [now, ...others] = loadBalancers();
    expect(others).toEqual([]);
    expect(now!.LoadBalancerArn).not.toBe(old!.LoadBalancerArn);
    expect(scene.shared.loadBalancerArn).toBe(now!.LoadBalancerArn);

    cloud.clock.advance(60_000);
    if (args.scheme !== "internal") expect(scene.answeredBy()).toEqual({ blue: 0.5, green: 0.5 });
  });

  it("is refused together with giving or taking away TLS", async () => {
    const tls = { certificateArns: [CERTIFICATE], redirectHttp: false };
    const apps = [SHOP, HOME];
    const refused = (what: string) =>
      expect.stringContaining(
        `SharedLoadBalancer "edge": another scheme replaces load balancer ${loadBalancers()[0]!.LoadBalancerName} by one ${what}; make one change after the other, each with an update`,
      ) as string;
    expect(await scene.edge({ apps })).toMatchObject({ problem: refused("without the tls that it has") });
    expect(await scene.edge({ apps, scheme: "internal" })).toMatchObject({ problem: "" });
    expect(await scene.edge({ apps, tls })).toMatchObject({
      problem: refused("with tls that it does not have"),
    });
    expect(await scene.edge({ apps })).toMatchObject({ problem: "" });
  });

  it.each<[string, Partial<EdgeArgs>]>([
    ["scheme", { scheme: "internal" }],
    ["loadBalancerName", { loadBalancerName: "edge" }],
    ["scheme and loadBalancerName", { scheme: "internal", loadBalancerName: "edge" }],
  ])("is refused another %s while it is protected", async (what, args) => {
    const apps = [SHOP, HOME];
    expect(await scene.edge({ apps, deletionProtection: true })).toMatchObject({ problem: "" });
    const { LoadBalancerName } = loadBalancers()[0]!;
    expect(await scene.edge({ apps, ...args })).toMatchObject({
      steps: [],
      problem: expect.stringContaining(
        `SharedLoadBalancer "edge": another ${what} replaces load balancer ${LoadBalancerName}, which is protected from deletion; set deletionProtection to false and update, then make the change`,
      ) as string,
    });
    expect(await scene.edge({ apps })).toMatchObject({ problem: "" });
  });
});

it("has the web ACL that it is given, another one, and none", async () => {
  const aclOf = () =>
    cloud.call(call, "wafv2", "GetWebACLForResource", { ResourceArn: scene.shared.loadBalancerArn }).WebACL
      ?.ARN;
  for (const Name of ["first", "second"]) {
    const { Summary } = cloud.call(call, "wafv2", "CreateWebACL", {
      ...{ Name, Scope: "REGIONAL", DefaultAction: {}, VisibilityConfig: {} },
    });
    expect(await scene.edge({ apps: [SHOP, HOME], webAclArn: Summary.ARN })).toMatchObject({ problem: "" });
    expect(aclOf()).toBe(Summary.ARN);
  }
  expect(await scene.edge({ apps: [SHOP, HOME] })).toMatchObject({
    steps: ["delete edge-web-acl"],
    problem: "",
  });
  expect(aclOf()).toBeUndefined();
});

it.each<[string, Partial<EdgeArgs>]>([
  ["attributes", { zonalShift: true, desyncMitigation: "strictest", idleTimeoutSeconds: 120 }],
  ["who may come", { inboundCidrs: ["203.0.113.0/24"] }],
  ["the answer to all others", { defaultAction: { app: "home" } }],
  ["all back", {}],
])("changes %s in place, and costs no request", async (_, args) => {
  const { steps, ...update } = await underLoad({ apps: [SHOP, HOME], ...args });
  expect(update).toEqual({ problem: "", failed: {} });
  expect(steps.filter((step) => !step.startsWith("update "))).toEqual([]);
  expect(steps).not.toEqual([]);
});

describe("a listener of another stack", () => {
  const routes = [{ paths: [{ exact: "/news" }], fixedResponse: { statusCode: 200, body: "none" } }];

  const add = (priorityFrom: number, others: Partial<SharedAppArgs> = {}) =>
    scene.up("team", {}, () => {
      const { httpListenerArn: listenerArn, vpcId } = scene.shared;
      const args = { vpcId, listenerArn, priorityFrom, apps: [{ name: "news", routes, ...others }] };
      const { securityGroupIds, loadBalancerArn, dnsName } = new SharedLoadBalancer("team", args);
      return { securityGroupIds, loadBalancerArn, dnsName };
    });

  function withOwnLoadBalancer() {
    const { vpcId, backendSecurityGroupId, publicSubnetIds: subnetIds } = scene.shared;
    new SharedLoadBalancer("team", {
      ...{ vpcId, backendSecurityGroupId, subnetIds },
      apps: [{ name: "news", routes }],
    });
    return {};
  }

  it("refuses a priority that another's rule has, and names that", async () => {
    const { problem } = await add(91);
    expect(problem).toMatch(
      /SharedLoadBalancer "team": on listener arn:.* priority 100 is that of rule arn:.*:listener-rule\/.*; use a priorityFrom from which on numbers are free$/,
    );
  });

  it("gets rules between those of others, and says from where its load balancer reaches targets", async () => {
    const { problem, outputs } = await add(1);
    expect(problem).toBe("");
    expect(outputs).toMatchObject({
      loadBalancerArn: scene.shared.loadBalancerArn,
      dnsName: scene.shared.dnsName,
      securityGroupIds: expect.arrayContaining([scene.shared.backendSecurityGroupId]),
    });
    expect(rules()).toEqual(["10 /news", "100 /shop /shop/*", "200 /*"]);
    const load = scene.load({ target: "/news", status: 200 });
    cloud.clock.advance(1_000);
    expect(load.take().failed).toEqual({});
    load.stop();
  });

  it("is the same afterwards, and loses its rules with the stack", async () => {
    expect(await add(1)).toMatchObject({ steps: [], problem: "" });
    expect(await scene.up("team", {}, withOwnLoadBalancer)).toMatchObject({
      problem: expect.stringContaining(
        'SharedLoadBalancer "team": its rules stand at a given listener, and listenerArn is gone; make another SharedLoadBalancer beside it, let clusters bind both, and remove this one then',
      ) as string,
    });
    expect(scene.destroy("team")).toEqual([]);
    expect(rules()).toEqual(["100 /shop /shop/*", "200 /*"]);
  });
});

it("leaves nothing behind", () => {
  expect(["blue", "green", "edge"].flatMap((stack) => scene.destroy(stack))).toEqual([]);
  expect(loadBalancers()).toEqual([]);
  expect(targets()).toEqual({});
});
