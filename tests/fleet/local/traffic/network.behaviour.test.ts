/** The traffic test against Network Load Balancers. */
import { stripVTControlCharacters } from "node:util";
import { afterEach, expect, it } from "vitest";
import { howToAsk } from "../../../../fleet/local/how-to-ask.ts";
import { renderTraffic } from "../../../../fleet/local/render/traffic.ts";
import { readTargetGroups } from "../../../../fleet/local/target-groups.ts";
import { trafficFlaws } from "../../../../fleet/local/traffic/flaws.ts";
import { testTraffic } from "../../../../fleet/local/traffic/test-traffic.ts";
import { DataPlane } from "../../../../sim/data-plane/data-plane.ts";
import { NetworkEdge } from "../../../sim/data-plane/network-edge.ts";

const PODS = ["192.168.0.10", "192.168.0.11", "192.168.1.10"];

const open: DataPlane[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((dataPlane) => dataPlane.close()));
});

async function tested({ world: { cloud }, loadBalancerArn }: NetworkEdge) {
  const dataPlane = new DataPlane(cloud, { connectTimeoutMs: 20 });
  open.push(dataPlane);
  const targetGroups = readTargetGroups(cloud);
  const targets = PODS.map((ip) => ({
    ...{ loadBalancers: ["net"], targetGroup: "net", app: "net", cluster: "net", pod: null },
    ...{ ip, port: 8080, zone: "", state: "healthy" },
  }));
  const loadBalancers = [{ arn: loadBalancerArn, name: "net", dnsName: "", state: "active" }];
  const verification = { loadBalancers, targetGroups, targets, standIns: [] };
  const [report] = await testTraffic(cloud, dataPlane, verification, { requests: 40 });
  return report!;
}

it("asks on a connection for each request, counts who answered, and expects zones to get equal parts", async () => {
  const edge = new NetworkEdge();
  edge.addPods(...PODS);
  const other = new NetworkEdge({ name: "other", world: edge.world });
  other.addPods("192.168.2.10");
  edge.name("play.example.com", [
    [edge, 1],
    [other, 3],
  ]);
  const report = await tested(edge);
  expect(stripVTControlCharacters(renderTraffic([report])).split("\n")).toEqual([
    "40 requests, 0 errors",
    "TCP on port 80: 40 requests",
    "Route 53 leads 25 % of clients here: play.example.com",
    expect.stringContaining("requests"),
    expect.stringContaining(" net "),
    expect.stringContaining("requests"),
    ...PODS.map((pod, index) => expect.stringMatching(new RegExp(`net/${pod} .* ${[10, 10, 20][index]} `))),
    "split over 3 pods: by zones (chi-squared p = 1.000)",
  ]);
  expect([trafficFlaws(report), howToAsk(report)]).toEqual([[], []]);
});

it("names what fails, and what it does not test", async () => {
  const deaf = new NetworkEdge({ attributes: { "proxy_protocol_v2.enabled": "true" } });
  deaf.addPods(...PODS);
  expect(trafficFlaws(await tested(deaf))).toEqual(["40 of 40 requests to load balancer net failed"]);
  const datagrams = await tested(new NetworkEdge({ protocol: "UDP" }));
  expect(datagrams.traffic).toMatchObject({ requests: 0, notTested: ["UDP on port 80"] });
});
