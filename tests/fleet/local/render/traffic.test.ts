import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { renderTraffic } from "../../../../fleet/local/render/traffic.ts";
import type {
  ApplicationReport,
  ListenerReport,
  OwnAnswerReport,
  RouteReport,
  TestedLoadBalancer,
  TrafficReport,
} from "../../../../fleet/local/report.ts";

const TRAFFIC: TrafficReport = {
  from: "127.0.0.1",
  notTested: [],
  requests: 10,
  errors: 1,
  blocked: {},
  ownAnswers: {},
  byCluster: { one: 6, two: 3 },
  byPod: { "one/a": 6, "two/b": 3 },
  pValue: 0.317,
  byZones: false,
};

const ROUTE: RouteReport = {
  protocol: "HTTP",
  port: 80,
  serverName: null,
  withoutCertificate: [],
  rule: "10",
  conditions: "host shop.example.com",
  request: { method: "GET", host: "shop.example.com", target: "/", headers: {}, from: "127.0.0.1" },
  notTested: null,
  shadowedBy: null,
  answers: 10,
};

function app(name: string, own: Partial<ApplicationReport> = {}): ApplicationReport {
  return {
    app: name,
    requests: 10,
    errors: 0,
    blocked: 0,
    byCluster: { one: 5, two: 5 },
    byPod: { "one/a": 5, "two/b": 5 },
    targetGroups: [{ name, clusters: ["one", "two"], weight: 1, answers: 10 }],
    pValue: 1,
    byZones: false,
    routes: [ROUTE],
    ...own,
  };
}

/** The report of load balancers. */
function rendered(...loadBalancers: readonly Partial<TestedLoadBalancer>[]): string[] {
  const all = loadBalancers.map((own): TestedLoadBalancer => ({
    arn: "arn",
    name: "lb",
    dnsName: "lb.example.com",
    state: "active",
    url: "http://127.0.0.1:1",
    listeners: [],
    names: [],
    traffic: TRAFFIC,
    applications: [app("shop")],
    ownAnswers: [],
    ...own,
  }));
  return stripVTControlCharacters(renderTraffic(all)).split("\n");
}

describe("the traffic report of one app", () => {
  it("shows requests per cluster and pod as bars, longest for the largest", () => {
    expect(rendered({})).toEqual([
      "10 requests, 1 error",
      "                                                    requests    share",
      " one    ████████████████████████████████████████           6     66.7 %",
      " two    ████████████████████                               3     33.3 %",
      "                                                      requests    share",
      " one/a    ████████████████████████████████████████           6     66.7 %",
      " two/b    ████████████████████                               3     33.3 %",
      "split over 2 pods: even (chi-squared p = 0.317)",
    ]);
  });

  it("calls a split uneven that chance would hardly bring about", () => {
    expect(rendered({ traffic: { ...TRAFFIC, pValue: 0.0099 } }).at(-1)).toBe(
      "split over 2 pods: uneven (chi-squared p = 0.010)",
    );
  });

  it("names zones where they get equal parts, and their targets do not", () => {
    const byZones = { ...TRAFFIC, byZones: true };
    expect(rendered({ traffic: byZones }).at(-1)).toBe("split over 2 pods: by zones (chi-squared p = 0.317)");
    expect(rendered({ traffic: { ...byZones, pValue: 0.0099 } }).at(-1)).toBe(
      "split over 2 pods: not by zones (chi-squared p = 0.010)",
    );
  });

  it("shows the split beside the weights where target groups have some", () => {
    const targetGroups = [
      { name: "shop-one", clusters: ["one"], weight: 2, answers: 6 },
      { name: "shop-two", clusters: ["two"], weight: 1, answers: 3 },
      { name: "shop-three", clusters: ["three"], weight: 0, answers: 0 },
    ];
    expect(rendered({ applications: [app("shop", { targetGroups })] }).slice(-2)).toEqual([
      "by weights: one 6 (weight 2), two 3 (weight 1)",
      "split over 2 pods: by weights (chi-squared p = 0.317)",
    ]);
  });

  it("counts nodes where they are the targets", () => {
    const byPod = { "one/i-1": 6, "two/i-2": 3 };
    expect(rendered({ traffic: { ...TRAFFIC, byPod } }).at(-1)).toBe(
      "split over 2 nodes: even (chi-squared p = 0.317)",
    );
  });

  it("shows no split when nobody answers", () => {
    const silence = { ...TRAFFIC, errors: 10, byCluster: {}, byPod: {}, pValue: null };
    expect(rendered({ traffic: silence })).toEqual(["10 requests, 10 errors"]);
  });

  it("says what a web ACL refused", () => {
    const limited = {
      ...TRAFFIC,
      errors: 0,
      blocked: { 403: 1, 429: 4 },
      byCluster: {},
      byPod: {},
      pValue: null,
    };
    expect(rendered({ traffic: limited })).toEqual([
      "10 requests, 0 errors, 1 refused by the web ACL (403), 4 refused by the web ACL (429)",
    ]);
  });

  it("says from which address requests came, and that the load balancer answered them itself", () => {
    const redirected = { ...TRAFFIC, from: "203.0.113.1", errors: 0, ownAnswers: { 301: 10 }, pValue: null };
    expect(rendered({ traffic: redirected, applications: [] })).toEqual([
      "10 requests as from 203.0.113.1, 0 errors",
      "the load balancer answered all of them itself (301, a redirect): the application was not asked",
    ]);
  });

  it("tells load balancers apart, and says what was not tested", () => {
    const silence = { ...TRAFFIC, errors: 10, pValue: null };
    const secure = { ...silence, notTested: ["HTTPS on port 443 with mutual TLS"] };
    expect(rendered({ name: "one", traffic: silence }, { name: "two", traffic: secure })).toEqual([
      "load balancer one: 10 requests, 10 errors",
      "",
      "load balancer two: 10 requests, 10 errors",
      "not tested, as it is not simulated: HTTPS on port 443 with mutual TLS",
    ]);
  });
});

describe("the traffic report of HTTPS", () => {
  const listener: ListenerReport = {
    ...{ protocol: "HTTP", port: 80, url: "", requests: 1, certificates: [], responseHeaders: [] },
    hidesServer: false,
  };

  it("says what was asked by which listener, where names lead, and what redirects lead to", () => {
    const secure: ListenerReport = {
      ...listener,
      ...{ protocol: "HTTPS", port: 443, requests: 9, certificates: ["*.example.com"] },
      responseHeaders: ["strict-transport-security", "x-frame-options"],
      hidesServer: true,
    };
    const names = [
      { name: "a.example.com", leadsTo: "lb", share: 1 },
      { name: "b.example.com", leadsTo: "lb", share: 1 },
      { name: "c.example.com", leadsTo: "other", share: 1 },
      { name: "d.example.com", leadsTo: null, share: 0 },
      { name: "e.example.com", leadsTo: "lb", share: 1 / 3 },
    ].map((name) => ({ ...name, zone: "example.com" }));
    const redirect = { status: 301, location: "https://shop.example.com:443/", followed: 200, body: "" };
    const over: OwnAnswerReport = {
      ...ROUTE,
      protocol: "HTTPS",
      status: 200,
      ...{ location: null, followed: null, body: "x" },
    };
    const ownAnswers = [{ ...ROUTE, rule: "default", ...redirect }, over];
    const traffic = { ...TRAFFIC, pValue: null };
    const own = { listeners: [listener, secure], names, ownAnswers, traffic };
    expect(rendered({ ...own, applications: [] })).toEqual([
      "10 requests, 1 error",
      "HTTP on port 80: 1 request",
      "HTTPS on port 443: 9 requests; certificates for *.example.com; response headers strict-transport-security, x-frame-options, no server",
      "Route 53 leads here: a.example.com, b.example.com",
      "Route 53 leads to load balancer other: c.example.com",
      "Route 53 has no record in zone example.com: d.example.com",
      "Route 53 leads 33 % of clients here: e.example.com",
      "the load balancer answered itself:",
      " request                          rule       status    answer",
      " GET shop.example.com/            default    301       to https://shop.example.com:443/, which answers 200",
      ' GET https://shop.example.com/    10         200       "x"',
    ]);
  });

  it("says nothing of listeners without it", () => {
    expect(rendered({ listeners: [listener] })).toEqual(rendered({}));
  });
});

describe("the traffic report of several apps", () => {
  it("has a line for each, its own answers, and what was not tested", () => {
    const weighted = app("web", {
      errors: 1,
      targetGroups: [
        { name: "web-one", clusters: ["one"], weight: 9, answers: 8 },
        { name: "web-two", clusters: ["two"], weight: 1, answers: 1 },
      ],
      pValue: 0.001,
    });
    const untested = { ...ROUTE, rule: "30", request: null, notTested: "rule 10 takes its requests first" };
    const idle = { requests: 0, byCluster: {}, byPod: {}, targetGroups: [], pValue: null };
    const request = { ...ROUTE.request!, host: null };
    const redirect = { location: "https://shop.example.com:443/", followed: null };
    const ownAnswers = [
      { ...ROUTE, rule: "40", status: 301, ...redirect, body: "<html>" },
      { ...ROUTE, rule: "default", request, status: 404, location: null, followed: null, body: "nothing" },
    ];
    const lone = app("one", { byCluster: { one: 10 }, byPod: { "one/a": 10 } });
    const applications = [app("idle", { ...idle, routes: [untested] }), lone, app("shop"), weighted];
    expect(rendered({ applications, ownAnswers })).toEqual([
      "10 requests, 1 error",
      " app     requests    errors    answered by                           split",
      " idle           0         0                                          not tested",
      " one           10         0    one 10                                1 pod",
      " shop          10         0    one 5, two 5                          even over 2 pods (p = 1.000)",
      " web           10         1    one 8 (weight 9), two 1 (weight 1)    not by weights over 2 pods (p = 0.001)",
      "the load balancer answered itself:",
      " request                  rule       status    answer",
      " GET shop.example.com/    40         301       to https://shop.example.com:443/",
      ' GET /                    default    404       "nothing"',
      "not tested, as rule 10 takes its requests first: rule 30 (host shop.example.com) of app idle",
    ]);
  });

  it("puts those together that are many and alike", () => {
    const applications = Array.from({ length: 100 }, (_, index) => app(`app-${index + 1}`));
    expect(rendered({ applications }).slice(1)).toEqual([
      " app                                requests    errors    answered by     split",
      " app-1, app-2, app-3 and 97 more          10         0    one 5, two 5    even over 2 pods (p = 1.000)",
    ]);
  });
});
