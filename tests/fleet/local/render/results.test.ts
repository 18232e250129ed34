import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { renderSummary, renderTraffic, renderVerification } from "../../../../fleet/local/render/results.ts";
import type { LocalReport, TestedLoadBalancer, TrafficReport } from "../../../../fleet/local/report.ts";

const LOAD_BALANCER = { arn: "arn", name: "lb", dnsName: "lb.example.com", state: "active" };

const TARGETS = [
  {
    loadBalancers: ["lb"],
    cluster: "one",
    pod: "a",
    ip: "10.0.0.1",
    port: 8080,
    zone: "a",
    state: "healthy",
  },
  {
    loadBalancers: ["lb"],
    cluster: null,
    pod: null,
    ip: "10.0.0.2",
    port: 8080,
    zone: "",
    state: "unhealthy",
    reason: "Target.Timeout: Request timed out",
  },
];

const STAND_INS = [{ image: "shop:1", cluster: "one", pods: 2 }];

function lines(text: string): string[] {
  return stripVTControlCharacters(text).split("\n");
}

/** A load balancer that was asked with this result. */
function tested(traffic: TrafficReport, name = "lb"): TestedLoadBalancer {
  return { ...LOAD_BALANCER, name, url: "http://127.0.0.1:1", traffic };
}

describe("the verification table", () => {
  it("names the load balancer of each target where there are several", () => {
    const other = { ...LOAD_BALANCER, name: "other" };
    expect(
      lines(renderVerification({ loadBalancers: [LOAD_BALANCER, other], targets: TARGETS, standIns: [] })),
    ).toEqual([
      " load balancer    target           cluster    zone    state",
      " lb               10.0.0.1:8080    one        a       healthy",
      " lb               10.0.0.2:8080    unknown            unhealthy (Target.Timeout: Request timed out)",
      "",
      "1 healthy from 1 cluster behind 2 load balancers",
    ]);
  });

  it("shows each target with its cluster and state, and counts what is healthy", () => {
    expect(
      lines(renderVerification({ loadBalancers: [LOAD_BALANCER], targets: TARGETS, standIns: STAND_INS })),
    ).toEqual([
      " target           cluster    zone    state",
      " 10.0.0.1:8080    one        a       healthy",
      " 10.0.0.2:8080    unknown            unhealthy (Target.Timeout: Request timed out)",
      "",
      "1 healthy from 1 cluster behind 1 load balancer",
      "not simulated: image shop:1 in one; a stand-in answers in 2 pods",
    ]);
  });
});

describe("the traffic report", () => {
  const traffic = {
    from: "127.0.0.1",
    notTested: [],
    requests: 10,
    errors: 1,
    ownAnswers: {},
    byCluster: { one: 6, two: 3 },
    byPod: { "one/a": 6, "two/b": 3 },
  };

  it("shows requests per cluster and pod as bars, longest for the largest", () => {
    expect(lines(renderTraffic([tested({ ...traffic, pValue: 0.317 })]))).toEqual([
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
    expect(lines(renderTraffic([tested({ ...traffic, pValue: 0.0099 })])).at(-1)).toBe(
      "split over 2 pods: uneven (chi-squared p = 0.010)",
    );
  });

  it("shows no split when nobody answers", () => {
    const silence = { ...traffic, errors: traffic.requests, byCluster: {}, byPod: {}, pValue: null };
    expect(lines(renderTraffic([tested(silence)]))).toEqual(["10 requests, 10 errors"]);
  });

  it("says from which address requests came, and that the load balancer answered them itself", () => {
    const redirected = { ...traffic, from: "203.0.113.1", errors: 0, ownAnswers: { 301: 10 }, pValue: null };
    expect(lines(renderTraffic([tested(redirected)]))).toEqual([
      "10 requests as from 203.0.113.1, 0 errors",
      "the load balancer answered all of them itself (301, a redirect): the application was not asked",
    ]);
  });

  it("tells load balancers apart, and says what was not tested", () => {
    const silence = { ...traffic, errors: 10, pValue: null };
    const secure = { ...silence, notTested: ["HTTPS on port 443"] };
    expect(lines(renderTraffic([tested(silence, "one"), tested(secure, "two")]))).toEqual([
      "load balancer one: 10 requests, 10 errors",
      "",
      "load balancer two: 10 requests, 10 errors",
      "not tested, as it is not simulated: HTTPS on port 443",
    ]);
  });

  it("shows no split when nobody says who answers", () => {
    expect(lines(renderTraffic([tested({ ...traffic, byCluster: {}, byPod: {}, pValue: null })]))).toEqual([
      "10 requests, 1 error",
      "the app does not say who answers (no header X-Pod-IP), so there is no split to show",
    ]);
  });
});

const TRAFFIC = {
  from: "127.0.0.1",
  notTested: [],
  requests: 10,
  errors: 1,
  ownAnswers: {},
  byCluster: {},
  byPod: {},
  pValue: 1,
};

it("sums up a run in one line", () => {
  const report: LocalReport = {
    stacks: [
      {
        stack: "dev",
        role: "primary",
        resources: { create: 2, update: 0, replace: 0, same: 0, read: 1, delete: 0 },
        outputs: {},
      },
    ],
    targets: TARGETS,
    standIns: STAND_INS,
    loadBalancers: [tested(TRAFFIC), tested({ ...TRAFFIC, errors: 0, ownAnswers: { 301: 10 } })],
    criticalPath: { durationMs: 0, steps: [] },
    teardown: { order: ["a", "b"], leftovers: ["ec2/vpcs/vpc-1"] },
    durationMs: 1_234,
  };
  expect(renderSummary(report)).toBe(
    "1 stack, 3 resources, 1 healthy target, 19 of 20 requests answered, 10 of them by the load balancer itself; 1 stand-in: shop:1 in one; deleted 2, 1 leftover; 1.2 s",
  );
});
