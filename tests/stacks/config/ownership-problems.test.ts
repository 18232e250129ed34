import { describe, expect, it } from "vitest";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { configProblems } from "../../support/config-problems.ts";

type Fields = { [field: string]: ConfigValue };

const LISTENER =
  "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:listener/app/a/0123456789abcdef/0123456789abcdef";
const OF_PULUMI =
  "is set, but the controller makes the load balancer; set ingress.ownership to pulumi, or remove it";
const EDGE = { role: "edge", clusterName: undefined, edgeName: "edge" };
const WEIGHTS = { default: { myeks: 1 } };
const SHOP = { image: "example.com/shop:1" };

const primary = (ingress: Fields, more: Fields = {}) => configProblems("cluster1", { ingress, ...more });

describe("who makes the load balancer", () => {
  it.each(["controller", "both"])("is not %s on an edge", async (ownership) => {
    expect(await configProblems("cluster1", { ...EDGE, ingress: { ownership } })).toEqual([
      `ingress.ownership is ${ownership}, but an edge has no cluster whose controller could make a load balancer; leave it out`,
    ]);
  });

  it("is not an edge for a Network Load Balancer over all clusters, which a controller makes", async () => {
    const of = (shared: boolean) =>
      configProblems("cluster1", {
        ...EDGE,
        app: undefined,
        apps: { shop: { ...SHOP, nlb: { shared, ports: [{ port: 80 }] } } },
      });
    expect(await of(false)).toEqual(["accepted"]);
    expect(await of(true)).toEqual([
      "apps.shop.nlb.shared is true, but an edge has no cluster whose controller could make the load balancer; leave it out, and each cluster has one of its own",
    ]);
  });

  it("may be said of an edge, as it is", async () => {
    expect(await configProblems("cluster1", { ...EDGE, ingress: { ownership: "pulumi" } })).toEqual([
      "accepted",
    ]);
  });

  it.each<[string, Fields, Fields]>([
    ["ingress.traffic", { traffic: "weighted" }, WEIGHTS],
    ["ingress.prepareTraffic", { prepareTraffic: true }, WEIGHTS],
    ["ingress.clusterStickinessSeconds", { clusterStickinessSeconds: 60 }, {}],
    ["ingress.listenerArn", { listenerArn: LISTENER }, {}],
    ["ingress.priorityFrom", { priorityFrom: 1 }, {}],
    ["weights", {}, WEIGHTS],
  ])("is Pulumi for %s", async (path, ingress, weights) => {
    const paths = new Set([path, ...(weights === WEIGHTS ? ["weights"] : [])]);
    expect(await primary(ingress, { weights })).toEqual([...paths].map((one) => `${one} ${OF_PULUMI}`));
  });

  it.each(["pulumi", "both"])("is who makes the target groups where it is %s", async (ownership) => {
    expect(await primary({ ownership, targetGroups: "controller" })).toEqual([
      "ingress.targetGroups is controller, but Pulumi makes load balancer and target groups; leave it out",
    ]);
  });

  it.each(["controller", "both"])(
    "is Pulumi alone for an application elsewhere, not %s",
    async (ownership) => {
      const apps = { shop: { ...SHOP, namespace: "elsewhere" } };
      expect(await primary({ ownership }, { apps, app: {} })).toEqual([
        'apps.shop.namespace is "elsewhere", but the Ingress is in "game-2048" and forwards to Services of its own namespace; ' +
          "leave it out, or set ingress.ownership to pulumi",
      ]);
      expect(await primary({ ownership: "pulumi" }, { apps, app: {} })).toEqual(["accepted"]);
    },
  );
});

it("target groups of Pulumi are not behind two load balancers, which is said once, in words of keys", async () => {
  const apps = {
    shop: { ...SHOP, routes: [{}] },
    news: { ...SHOP, routes: [{ hosts: ["news.example.com"] }] },
  };
  const two = { kind: "ingress-and-gateway", targetGroups: "pulumi" };
  expect(await primary(two, { apps, app: {}, addons: { gatewayApi: true } })).toEqual([
    "ingress.kind is ingress-and-gateway, and ingress.targetGroups is pulumi, but a target group belongs to one load balancer; leave one of the two out",
  ]);
});

it("a name is not that of two load balancers", async () => {
  expect(await primary({ ownership: "both", loadBalancerName: "shop" })).toEqual([
    'ingress.loadBalancerName is "shop", but with ingress.ownership both there are two load balancers, and AWS has a name once; ' +
      "leave it out, or move from one to the other at once, without members",
  ]);
});

describe("a web ACL", () => {
  const protection = { managedRules: "block" };
  const webAclArn = "arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/shop/1";

  it("is one", async () => {
    expect(await primary({}, { protection })).toEqual(["accepted"]);
    expect(await primary({ webAclArn })).toEqual(["accepted"]);
    expect(await primary({ webAclArn }, { protection })).toEqual([
      "protection is set, and so is ingress.webAclArn, but a load balancer has one web ACL; remove one of them",
    ]);
  });

  it("is not for a load balancer that somebody else has", async () => {
    const ingress = { ownership: "pulumi", listenerArn: LISTENER, priorityFrom: 100 };
    expect(await primary(ingress, { protection })).toEqual([
      "protection is set, but the load balancer of ingress.listenerArn is another's; remove it",
    ]);
  });

  it("is not a member's", async () => {
    expect(await configProblems("cluster2", { protection })).toEqual([
      "protection.managedRules is set, but a member joins the load balancer of its shared stack; set it there",
    ]);
  });
});

describe("weights", () => {
  it("are of applications that there are", async () => {
    const weights = { ...WEIGHTS, blog: { myeks: 1 } };
    expect(await primary({ ownership: "pulumi", traffic: "weighted" }, { weights })).toEqual([
      "weights.blog is for an application that apps does not have; use default, 2048",
    ]);
  });

  it.each<Fields>([{ traffic: "weighted" }, { prepareTraffic: true }])(
    "are there for %o",
    async (ingress) => {
      expect(await primary({ ownership: "pulumi", ...ingress })).toContain(
        "weights is missing; give the weight of each cluster, for example default: { <clusterName>: 100 }",
      );
    },
  );

  it("name the stack's own cluster, but for an edge", async () => {
    const weights = { default: { "myeks-cluster2": 1 } };
    expect(await primary({ ownership: "pulumi", traffic: "weighted" }, { weights })).toEqual([
      "weights.default does not have myeks, the stack's own cluster; add myeks: 0 to give it no requests yet",
    ]);
    expect(await configProblems("cluster1", { ...EDGE, ingress: { traffic: "weighted" }, weights })).toEqual([
      "accepted",
    ]);
  });
});
