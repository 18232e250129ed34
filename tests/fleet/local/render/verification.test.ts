import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { renderVerification } from "../../../../fleet/local/render/verification.ts";
import type { TargetGroupReport } from "../../../../fleet/local/target-groups.ts";
import type { TargetReport, Verification } from "../../../../fleet/local/verify.ts";

const LOAD_BALANCER = { arn: "arn", name: "lb", dnsName: "lb.example.com", state: "active" };

function group(name: string, own: Partial<TargetGroupReport> = {}): TargetGroupReport {
  return {
    arn: name,
    name,
    vpcId: "vpc-1",
    app: name,
    targetType: "ip",
    loadBalancers: ["lb"],
    weight: 1,
    clusters: ["one", "two"],
    hasPods: true,
    idleInstances: [],
    ...own,
  };
}

function target(own: Partial<TargetReport>): TargetReport {
  return {
    loadBalancers: ["lb"],
    targetGroup: "shop",
    app: "shop",
    cluster: "one",
    pod: "a",
    ip: "10.0.0.1",
    port: 8080,
    zone: "a",
    state: "healthy",
    ...own,
  };
}

const LOST = {
  cluster: null,
  pod: null,
  ip: "10.0.0.2",
  zone: "",
  state: "unhealthy",
  reason: "Target.Timeout: Request timed out",
};

function rendered(verification: Partial<Verification>): string[] {
  const all = {
    loadBalancers: [LOAD_BALANCER],
    targetGroups: [group("shop")],
    targets: [target({}), target(LOST)],
    standIns: [],
    ...verification,
  };
  return stripVTControlCharacters(renderVerification(all)).split("\n");
}

describe("the targets of one app", () => {
  it("are shown with cluster and state, and what is healthy is counted", () => {
    expect(rendered({ standIns: [{ image: "shop:1", cluster: "one", pods: 2 }] })).toEqual([
      " target           cluster    zone    state",
      " 10.0.0.1:8080    one        a       healthy",
      " 10.0.0.2:8080    unknown            unhealthy (Target.Timeout: Request timed out)",
      "",
      "1 healthy from 1 cluster behind 1 load balancer",
      "not simulated: image shop:1 in one; a stand-in answers in 2 pods",
    ]);
  });

  it("are followed by the images that are not simulated, by name while they are few", () => {
    const few = [
      { image: "shop:1", cluster: "one", pods: 2 },
      { image: "shop:1", cluster: "two", pods: 1 },
    ];
    expect(rendered({ standIns: few }).at(-1)).toBe(
      "not simulated: image shop:1 in one, two; a stand-in answers in 3 pods",
    );
    const many = Array.from({ length: 11 }, (_, index) => ({ image: `a:${index}`, cluster: "one", pods: 2 }));
    expect(rendered({ standIns: many }).at(-1)).toBe(
      "not simulated: 11 images, a:0, a:1, a:2, a:3, a:4 and 6 more; a stand-in answers in 22 pods",
    );
  });

  it("are shown with their load balancer where there are several", () => {
    expect(rendered({ loadBalancers: [LOAD_BALANCER, { ...LOAD_BALANCER, name: "other" }] })).toEqual([
      " load balancer    target           cluster    zone    state",
      " lb               10.0.0.1:8080    one        a       healthy",
      " lb               10.0.0.2:8080    unknown            unhealthy (Target.Timeout: Request timed out)",
      "",
      "1 healthy from 1 cluster behind 2 load balancers",
    ]);
  });

  it("may be nodes, and may be prepared only", () => {
    const own = group("shop-two", { app: "shop", targetType: "instance", weight: 0 });
    const targets = [target({}), target({ targetGroup: "shop-two", cluster: "two", ip: "i-1", port: 30080 })];
    expect(rendered({ targetGroups: [group("shop"), own], targets }).slice(0, 3)).toEqual([
      " target              cluster    zone    state",
      " 10.0.0.1:8080       one        a       healthy",
      " i-1:30080 (node)    two        a       healthy, prepared",
    ]);
  });
});

describe("the targets of several apps", () => {
  it("are counted by app and cluster", () => {
    const targetGroups = [
      group("shop"),
      group("news", { clusters: ["one"] }),
      group("blog-two", { app: "blog", clusters: ["two"], weight: 0 }),
      group("blog-one", { app: "blog", clusters: ["one", "two"] }),
      group("idle"),
      group("old", { targetType: "instance" }),
    ];
    const targets = [
      target({}),
      target({ ip: "10.0.0.2" }),
      target({ cluster: "two", ip: "10.0.0.3", state: "unhealthy" }),
      target({ targetGroup: "news", app: "news", ip: "10.0.0.4" }),
      target({ targetGroup: "blog-one", app: "blog", ip: "10.0.0.5" }),
      target({ targetGroup: "blog-two", app: "blog", cluster: "two", ip: "10.0.0.6" }),
      target({ targetGroup: "old", app: "old", pod: null, ip: "i-1" }),
      target({ targetGroup: "old", app: "old", pod: null, ip: "i-2" }),
    ];
    expect(rendered({ targetGroups, targets })).toEqual([
      " app     one                two",
      " blog    1 healthy          none, 1 healthy prepared",
      " idle    none               none",
      " news    1 healthy          -",
      " old     2 nodes healthy    none",
      " shop    2 healthy          1 unhealthy",
      "",
      "7 healthy of 5 apps from 2 clusters behind 1 load balancer",
    ]);
  });

  it("are put together where apps are many and alike", () => {
    const names = Array.from({ length: 100 }, (_, index) => `app-${index + 1}`);
    const targets = names.map((name, index) =>
      target({ targetGroup: name, app: name, cluster: index === 6 ? "two" : "one" }),
    );
    expect(rendered({ targetGroups: names.map((name) => group(name)), targets })).toEqual([
      " app                                one          two",
      " app-1, app-2, app-3 and 96 more    1 healthy    none",
      " app-7                              none         1 healthy",
      "",
      "100 healthy of 100 apps from 2 clusters behind 1 load balancer",
    ]);
  });
});
