import { expect, it } from "vitest";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import { VirtualLoad } from "../../../sim/data-plane/virtual-load.ts";
import { openEdge, type Edge } from "./edge.ts";

const A = "192.168.0.10";
const B = "192.168.1.10";

function loadOn({ cloud, loadBalancerArn }: Edge, clientAddress?: string): VirtualLoad {
  const { dnsName } = elbv2State(cloud).loadBalancers.get(loadBalancerArn);
  return new VirtualLoad(cloud, { dnsName, ...(clientAddress === undefined ? {} : { clientAddress }) });
}

it("sends one request a second to each target that the load balancer may choose", async () => {
  const edge = await openEdge();
  edge.addPods([A, B]);
  const load = loadOn(edge);
  edge.cloud.clock.advance(10_000);
  expect(load.take()).toEqual({ requests: 20, failed: {}, secondsByCluster: { myeks: 10 }, seconds: 10 });
  load.stop();
  edge.cloud.clock.advance(10_000);
  expect(load.take()).toEqual({ requests: 0, failed: {}, secondsByCluster: {}, seconds: 0 });
});

it("counts requests that fail by what is wrong, second by second", async () => {
  const edge = await openEdge();
  const load = loadOn(edge);
  edge.cloud.clock.advance(2_000);
  expect(load.take()).toEqual({
    requests: 2,
    failed: { "status 503": 2 },
    secondsByCluster: {},
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
