/** The traffic test against a listener with rules of every kind. */
import { describe, expect, it } from "vitest";
import { howToAsk } from "../../../../fleet/local/how-to-ask.ts";
import { readTargetGroups } from "../../../../fleet/local/target-groups.ts";
import { trafficFlaws } from "../../../../fleet/local/traffic/flaws.ts";
import { testTraffic } from "../../../../fleet/local/traffic/test-traffic.ts";
import type { Action, RuleCondition } from "../../../../sim/aws/elbv2/shapes.ts";
import { newTargetGroup } from "../../../sim/aws/elbv2/world.ts";
import { fixed, forwardByWeight, openEdge, pathIs } from "../../../sim/data-plane/edge.ts";

/** A rule without its priority. */
type TestRule = readonly [conditions: readonly RuleCondition[], action: Action];

/** Name of the app that each target group is for, with the addresses of its pods. */
type Groups = Readonly<Record<string, { readonly app: string; readonly pods: readonly string[] }>>;

/** Runs the traffic test; rules get priorities 10, 20, ... */
async function tested(
  groups: Groups,
  rulesTo: (arns: Readonly<Record<string, string>>) => readonly TestRule[],
) {
  const edge = await openEdge();
  edge.addPods(["192.168.0.10"]);
  const arns: Record<string, string> = {};
  for (const [name, { app, pods }] of Object.entries(groups)) {
    const arn = newTargetGroup(edge, name);
    arns[name] = arn;
    edge.call("AddTags", { ResourceArns: [arn], Tags: [{ Key: "multicluster-ingress/app", Value: app }] });
    // A target group is checked once a rule forwards to it.
    edge.addRule(1_000 + Object.keys(arns).length, [pathIs(`/${name}`)], forwardByWeight({ [arn]: 1 }));
    edge.addPods(pods, arn);
  }
  for (const { RuleArn, Priority } of edge.call("DescribeRules", { ListenerArn: edge.listenerArn }).Rules) {
    if (Priority !== "default") edge.call("DeleteRule", { RuleArn });
  }
  for (const [index, [conditions, action]] of rulesTo(arns).entries()) {
    edge.addRule(10 * (index + 1), conditions, action);
  }
  edge.cloud.clock.advance(60_000);
  const targetGroups = readTargetGroups(edge.cloud);
  const targets = targetGroups.flatMap(({ arn, name, app, loadBalancers }) =>
    edge.call("DescribeTargetHealth", { TargetGroupArn: arn }).TargetHealthDescriptions.map((target) => ({
      loadBalancers,
      targetGroup: name,
      app,
      cluster: "myeks",
      pod: null,
      ip: target.Target.Id,
      port: target.Target.Port!,
      zone: "",
      state: target.TargetHealth.State,
    })),
  );
  const loadBalancers = [{ arn: edge.loadBalancerArn, name: "edge", dnsName: "", state: "active" }];
  const verification = { loadBalancers, targetGroups, targets, standIns: [] };
  const [report] = await testTraffic(edge.cloud, edge.dataPlane, verification);
  return report!;
}

type Tested = Awaited<ReturnType<typeof tested>>;

function hostIs(...Values: string[]): RuleCondition {
  return { Field: "host-header", HostHeaderConfig: { Values } };
}

function headerIs(HttpHeaderName: string, ...Values: string[]): RuleCondition {
  return { Field: "http-header", HttpHeaderConfig: { HttpHeaderName, Values } };
}

/** Requests of each app by its routes, as one would write them, with the answers that came. */
function routesOf({ applications }: Tested) {
  return Object.fromEntries(
    applications.map(({ app, routes }) => [
      app,
      routes.map(({ rule, request, answers, notTested }) =>
        request === null
          ? `${rule}: ${notTested!}`
          : `${rule}: ${answers} ${request.method} ${request.host ?? ""}${request.target}${Object.entries(
              request.headers,
            )
              .map(([name, value]) => ` ${name}: ${value}`)
              .join("")}${request.from === "127.0.0.1" ? "" : ` from ${request.from}`}`,
      ),
    ]),
  );
}

const SHOP = { shop: { app: "shop", pods: ["192.168.0.20", "192.168.1.20"] } };

describe("the traffic test", () => {
  it("asks for every app by what its rules want, and counts who answered", async () => {
    const report = await tested(
      { ...SHOP, news: { app: "news", pods: ["192.168.0.30"] } },
      ({ shop, news }) => [
        [[hostIs("shop.example.com"), pathIs("/api", "/api/*")], forwardByWeight({ [shop!]: 1 })],
        [[hostIs("*.example.com"), headerIs("X-Canary", "yes*")], forwardByWeight({ [news!]: 1 })],
        [
          [
            hostIs("*.example.com"),
            { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["POST"] } },
            { Field: "query-string", QueryStringConfig: { Values: [{ Key: "version", Value: "1?" }] } },
          ],
          forwardByWeight({ [news!]: 1 }),
        ],
        [
          [{ Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.0/8"] } }],
          forwardByWeight({ [news!]: 1 }),
        ],
        [[hostIs("*.example.com")], forwardByWeight({ [shop!]: 1 })],
      ],
    );
    expect(routesOf(report)).toEqual({
      app: ["default: 334 GET /"],
      news: [
        "20: 111 GET sample.example.com/ X-Canary: yes",
        "30: 111 POST sample.example.com/?version=1a",
        "40: 111 GET / from 10.0.0.1",
      ],
      shop: ["10: 167 GET shop.example.com/api", "50: 166 GET sample.example.com/"],
    });
    expect(report.traffic).toMatchObject({
      requests: 1000,
      errors: 0,
      byCluster: { myeks: 1000 },
      pValue: null,
    });
    expect(
      report.applications.map(({ app, requests, errors, byPod }) => [app, requests, errors, byPod]),
    ).toEqual([
      ["app", 334, 0, { "myeks/192.168.0.10": 334 }],
      ["news", 333, 0, { "myeks/192.168.0.30": 333 }],
      ["shop", 333, 0, { "myeks/192.168.0.20": 167, "myeks/192.168.1.20": 166 }],
    ]);
    expect(trafficFlaws(report)).toEqual([]);
    expect(howToAsk(report)).toEqual([
      `app   curl ${report.url}/`,
      `news  curl -H 'Host: sample.example.com' -H 'X-Canary: yes' ${report.url}/`,
      `shop  curl -H 'Host: shop.example.com' ${report.url}/api`,
    ]);
  });

  it("shows the split of a weighted app beside its weights", async () => {
    const groups = {
      "shop-blue": { app: "shop", pods: ["192.168.0.20", "192.168.1.20"] },
      "shop-green": { app: "shop", pods: ["192.168.0.30"] },
      "shop-red": { app: "shop", pods: ["192.168.0.40"] },
    };
    const { applications, traffic } = await tested(groups, (arns) => [
      [
        [pathIs("/*")],
        forwardByWeight({ [arns["shop-blue"]!]: 90, [arns["shop-green"]!]: 10, [arns["shop-red"]!]: 0 }),
      ],
    ]);
    expect(applications).toMatchObject([
      {
        app: "shop",
        requests: 1000,
        targetGroups: [
          { name: "shop-blue", weight: 90, answers: 900 },
          { name: "shop-green", weight: 10, answers: 100 },
          { name: "shop-red", weight: 0, answers: 0 },
        ],
        byPod: { "myeks/192.168.0.20": 450, "myeks/192.168.1.20": 450, "myeks/192.168.0.30": 100 },
        pValue: 1,
      },
    ]);
    expect(traffic.pValue).toBe(1);
  });

  it("asks once for each answer of the load balancer's own", async () => {
    const { ownAnswers, traffic } = await tested(SHOP, ({ shop }) => [
      [
        [pathIs("/old/*")],
        { Type: "redirect", RedirectConfig: { Path: "/new/#{path}", StatusCode: "HTTP_302" } },
      ],
      [[pathIs("/closed")], fixed("closed", "503")],
      [[pathIs("/*")], forwardByWeight({ [shop!]: 1 })],
    ]);
    expect(
      ownAnswers.map(({ rule, request, status, location, body }) => [
        rule,
        request?.target,
        status,
        location,
        body?.slice(0, 6),
      ]),
    ).toEqual([
      ["10", "/old/", 302, "http://127.0.0.1:80/new/old/", "<html>"],
      ["20", "/closed", 503, null, "closed"],
    ]);
    expect([traffic.requests, traffic.errors]).toEqual([1000, 0]);
  });

  it("names routes that nothing comes to, and those that it cannot test", async () => {
    const report = await tested(SHOP, ({ shop }) => {
      const toShop = forwardByWeight({ [shop!]: 1 });
      return [
        [[hostIs("*.example.com")], toShop],
        [[hostIs("shop.example.com"), pathIs("/api/*")], toShop],
        [[{ Field: "path-pattern", PathPatternConfig: { RegexValues: ["^/v[0-9]+"] } }], toShop],
        [[headerIs("X-Canary", "yes"), headerIs("X-Canary", "no")], fixed("never")],
      ];
    });
    expect(routesOf(report)).toEqual({
      app: ["default: 500 GET /"],
      shop: [
        "10: 500 GET sample.example.com/",
        "20: rule 10 takes its requests first",
        "30: no request was found that fulfils its conditions",
      ],
    });
    expect(trafficFlaws(report)).toEqual([
      "rule 20 (host shop.example.com, path /api/*) of app shop gets no requests: rule 10 takes them first",
    ]);
  });

  it("names the app whose requests fail", async () => {
    const groups = { shop: { app: "shop", pods: [] }, news: { app: "news", pods: ["192.168.0.30"] } };
    const report = await tested({ ...groups, blog: { app: "blog", pods: [] } }, ({ shop, news, blog }) => [
      [[pathIs("/shop")], forwardByWeight({ [shop!]: 1, [news!]: 1 })],
      [[pathIs("/blog")], forwardByWeight({ [blog!]: 1 })],
    ]);
    expect(routesOf(report)).toEqual({
      app: ["default: 500 GET /"],
      blog: ["20: no pod of the app is there"],
      "shop, news": ["10: 250 GET /shop"],
    });
    expect(trafficFlaws(report)).toEqual(["250 of 500 requests to app shop, news failed"]);
  });
});
