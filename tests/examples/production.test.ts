import { expect, it } from "vitest";
import { acmState } from "../../sim/aws/acm/state.ts";
import { elbv2State } from "../../sim/aws/elbv2/state.ts";
import type { TestedLoadBalancer } from "../../fleet/local/report.ts";
import { answersOf, runExample } from "../support/example.ts";

const FIVE_MINUTES_MS = 5 * 60_000;

it("examples/production serves two apps by HTTPS from two clusters, by names of their own", async () => {
  const leftovers = await runExample("production", (example) => {
    const { cloud } = example.session;
    expect(example.stacks.map(({ stack, role }) => `${stack} ${role}`)).toEqual([
      "edge edge",
      "blue member",
      "green member",
    ]);
    const clusters = ["shop-blue", "shop-green"];
    expect(answersOf(example)).toEqual({ api: clusters, shop: clusters });
    expect([...acmState(cloud).certificates.values()].map(({ status }) => status)).toEqual(["ISSUED"]);
    expect([...elbv2State(cloud).listeners.values()].map(({ port, protocol }) => [port, protocol])).toEqual([
      [443, "HTTPS"],
      [80, "HTTP"],
    ]);
    const [{ listeners, names, ownAnswers, name, traffic }] = example.loadBalancers as [TestedLoadBalancer];
    expect([traffic.errors, traffic.notTested]).toEqual([0, []]);
    expect(listeners).toMatchObject([
      { protocol: "HTTP", requests: 1, certificates: [], hidesServer: true },
      { protocol: "HTTPS", requests: 199, certificates: ["shop.example.com"], hidesServer: true },
    ]);
    expect(names).toEqual([{ name: "shop.example.com", zone: "example.com", leadsTo: name, share: 1 }]);
    cloud.clock.advance(FIVE_MINUTES_MS);
    const { MetricAlarms } = cloud.call(cloud.administrator, "cloudwatch", "DescribeAlarms", {});
    expect(MetricAlarms.map(({ StateValue }) => StateValue)).toEqual(Array(14).fill("OK"));
    expect(ownAnswers[0]).toMatchObject({ location: "https://shop.example.com:443/", followed: 200 });
  });
  expect(leftovers).toEqual([]);
});
