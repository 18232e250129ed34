import { expect, it } from "vitest";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import { VirtualLoad } from "../../../sim/data-plane/virtual-load.ts";
import type { VirtualRequest } from "../../../sim/data-plane/virtual-request.ts";
import { FakeCluster } from "../aws/elbv2/fake-cluster.ts";
import { newTargetGroup } from "../aws/elbv2/world.ts";
import { NetworkEdge } from "./network-edge.ts";
import { fixed, forwardByWeight, openEdge, pathIs, rewriteUrl, type Edge } from "./edge.ts";

const A = "192.168.0.10";
const B = "192.168.1.10";

function loadOn({ cloud, loadBalancerArn }: Edge, requests?: readonly VirtualRequest[]): VirtualLoad {
  const { dnsName } = elbv2State(cloud).loadBalancers.get(loadBalancerArn);
  return new VirtualLoad(cloud, { dnsName, ...(requests === undefined ? {} : { requests }) });
}

it("sends one request a second to each target that the load balancer may choose", async () => {
  const edge = await openEdge();
  edge.addPods([A, B]);
  const load = loadOn(edge);
  edge.cloud.clock.advance(10_000);
  expect(load.take()).toEqual({
    requests: 20,
    failed: {},
    secondsByCluster: { myeks: 10 },
    shareByCluster: { myeks: 1 },
    seconds: 10,
  });
  load.stop();
  edge.cloud.clock.advance(10_000);
  expect(load.take()).toEqual({
    requests: 0,
    failed: {},
    secondsByCluster: {},
    shareByCluster: {},
    seconds: 0,
  });
});

it("counts requests that fail by what is wrong, second by second", async () => {
  const edge = await openEdge();
  const load = loadOn(edge);
  edge.cloud.clock.advance(2_000);
  expect(load.take()).toEqual({
    requests: 2,
    failed: { "status 503": 2 },
    secondsByCluster: {},
    shareByCluster: {},
    seconds: 2,
  });
  edge.addPods([A, B]);
  load.take();
  edge.cluster.setProgram(B, () => ({ status: 500, headers: {}, body: "" }));
  edge.cloud.clock.advance(1_000);
  expect(load.take()).toEqual({
    requests: 2,
    failed: { "status 500": 1 },
    secondsByCluster: { myeks: 1 },
    shareByCluster: { myeks: 0.5 },
    seconds: 1,
  });
});

it("notices that the load balancer lets nobody in, and that it is gone", async () => {
  const edge = await openEdge();
  const load = loadOn(edge);
  edge.ec2("RevokeSecurityGroupIngress", {
    GroupId: edge.securityGroupId,
    IpPermissions: [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
  });
  edge.cloud.clock.advance(1_000);
  expect(load.take().failed).toEqual({ "no connection": 1 });
  edge.call("DeleteLoadBalancer", { LoadBalancerArn: edge.loadBalancerArn });
  edge.cloud.clock.advance(1_000);
  expect(load.take().failed).toEqual({ "no load balancer has the name": 1 });
});

it("asks for hosts and paths, and says which of them gets no answer that counts", async () => {
  const edge = await openEdge();
  edge.addPods([A]);
  edge.cluster.setProgram(A, ({ path, headers }) => ({
    status: path === "/v1" && headers["host"] === "shop.test" ? 200 : 404,
    headers: {},
    body: "",
  }));
  edge.addRule(1, [pathIs("/api/*")], forwardByWeight({ [edge.targetGroupArn]: 1 }), [
    rewriteUrl("^/api(/.*)$", "$1"),
  ]);
  edge.addRule(2, [pathIs("/closed")], fixed("closed", "410"));
  const load = loadOn(edge, [
    { host: "shop.test", target: "/api/v1", status: 200 },
    { host: "shop.test", target: "/v1", status: 200 },
    { host: "other.test", target: "/api/v1", status: 200 },
    { target: "/closed", host: "shop.test", status: 410 },
  ]);
  edge.cloud.clock.advance(1_000);
  expect(load.take()).toEqual({
    requests: 4,
    failed: { "status 404 of other.test/api/v1": 1 },
    secondsByCluster: { myeks: 1 },
    shareByCluster: { myeks: 0.5 },
    seconds: 1,
  });
});

it("tells how weights divide the requests among clusters, and that a group without targets answers nobody", async () => {
  const edge = await openEdge();
  const other = newTargetGroup(edge, "other");
  const green = new FakeCluster(edge, "green");
  const shift = (blue: number, weight: number) =>
    edge.call("ModifyListener", {
      ListenerArn: edge.listenerArn,
      DefaultActions: [forwardByWeight({ [edge.targetGroupArn]: blue, [other]: weight })],
    });
  edge.addPods([A]);
  green.startPod(B);
  const load = loadOn(edge);
  const during = (ms: number) => {
    edge.cloud.clock.advance(ms);
    return load.take();
  };
  shift(100, 0);
  expect(during(1_000)).toMatchObject({ failed: {}, shareByCluster: { myeks: 1 } });
  shift(90, 10);
  expect(during(1_000)).toMatchObject({ failed: { "status 503": 1 }, shareByCluster: { myeks: 0.9 } });
  shift(100, 0);
  edge.call("RegisterTargets", { TargetGroupArn: other, Targets: [{ Id: B }] });
  expect(during(30_000)).toMatchObject({ failed: {}, shareByCluster: { myeks: 1 } });
  // A group with weight 0 is checked, so that nobody waits for it when it gets a weight.
  shift(90, 10);
  expect(during(1_000)).toMatchObject({ failed: {}, shareByCluster: { myeks: 0.9, green: 0.1 } });
  shift(0, 100);
  expect(during(1_000)).toMatchObject({ requests: 1, failed: {}, shareByCluster: { green: 1 } });
  shift(0, 0);
  expect(during(1_000).failed).toEqual({
    "NotSimulated: request (to an action in which all weights are 0)": 1,
  });
});

it("makes targets work for all requests of a second, each for its part", async () => {
  const edge = await openEdge();
  edge.addPods([A, B]);
  const work = { [A]: 0, [B]: 0 };
  for (const address of [A, B] as const) {
    edge.cluster.setProgram(address, (_request, times = 0) => {
      work[address] += times;
      return { status: 200, headers: {}, body: "" };
    });
  }
  const load = loadOn(edge, [{ perSecond: 30 }, { target: "/other", perSecond: 4 }]);
  edge.cloud.clock.advance(10_000);
  expect(load.take()).toMatchObject({ requests: 40, failed: {}, seconds: 10 });
  expect(work).toEqual({ [A]: 170, [B]: 170 });
});

it("does not say how many requests there are where it says what is wrong with them", async () => {
  const edge = await openEdge();
  const load = loadOn(edge, [{ perSecond: 30 }]);
  edge.cloud.clock.advance(1_000);
  expect(load.take().failed).toEqual({ "status 503": 1 });
});

it("comes by a weighted name to several load balancers, and leaves out one without healthy targets", () => {
  const one = new NetworkEdge({ name: "one" });
  const two = new NetworkEdge({ name: "two", world: one.world });
  one.addPods(A);
  two.addPods(B);
  const { cloud } = one.world;
  one.name("play.example.com", [
    [one, 30],
    [two, 10],
  ]);
  const shares = { one: 0.75, two: 0.25 };
  expect(one.load("play.example.com")).toEqual({ failed: {}, shareByCluster: shares });
  one.cluster.setProgram(A, undefined);
  cloud.clock.advance(120_000);
  expect(one.load("play.example.com")).toEqual({ failed: {}, shareByCluster: { two: 1 } });
  expect(one.load("www.example.com").failed).toEqual({ "no load balancer has the name": 10 });
});
