import { expect, it } from "vitest";
import { renderSummary } from "../../../../fleet/local/render/summary.ts";
import type { LocalReport, TestedLoadBalancer } from "../../../../fleet/local/report.ts";

const TARGET = {
  loadBalancers: ["lb"],
  targetGroup: "shop",
  app: "shop",
  cluster: "one",
  pod: "a",
  ip: "10.0.0.1",
  port: 8080,
  zone: "a",
  state: "healthy",
};

/** A load balancer that was asked ten times. */
function tested(errors: number, ownAnswers: Readonly<Record<number, number>>): TestedLoadBalancer {
  return {
    arn: "arn",
    name: "lb",
    dnsName: "lb.example.com",
    state: "active",
    url: "http://127.0.0.1:1",
    listeners: [],
    names: [],
    traffic: {
      from: "127.0.0.1",
      notTested: [],
      requests: 10,
      errors,
      blocked: {},
      ownAnswers,
      byCluster: {},
      byPod: {},
      pValue: 1,
      byZones: false,
    },
    applications: [],
    ownAnswers: [],
  };
}

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
    targetGroups: [],
    targets: [TARGET, { ...TARGET, state: "unhealthy" }],
    standIns: [{ image: "shop:1", cluster: "one", pods: 2 }],
    loadBalancers: [tested(1, {}), tested(0, { 301: 10 })],
    criticalPath: { durationMs: 0, steps: [] },
    teardown: { order: ["a", "b"], kept: ["s3/buckets/logs"], leftovers: ["ec2/vpcs/vpc-1"] },
    durationMs: 1_234,
  };
  expect(renderSummary(report)).toBe(
    "1 stack, 3 resources, 1 healthy target, 19 of 20 requests answered, 10 of them by the load balancer itself; 1 stand-in: shop:1 in one; deleted 2, kept 1, 1 leftover; 1.2 s",
  );
});

it("says how many requests were sent by HTTPS", () => {
  const listener = { url: "", certificates: [], responseHeaders: [], hidesServer: false };
  const listeners = [
    { ...listener, protocol: "HTTP", port: 80, requests: 1 },
    { ...listener, protocol: "HTTPS", port: 443, requests: 9 },
  ] as const;
  const report: LocalReport = {
    ...{
      stacks: [],
      targetGroups: [],
      targets: [],
      standIns: [],
      criticalPath: { durationMs: 0, steps: [] },
    },
    ...{ loadBalancers: [{ ...tested(0, {}), listeners }], teardown: { order: [], leftovers: [], kept: [] } },
    durationMs: 0,
  };
  expect(renderSummary(report)).toContain("10 of 10 requests answered, 9 of them sent by HTTPS;");
});
