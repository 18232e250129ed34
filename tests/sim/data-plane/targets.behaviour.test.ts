import { expect, it } from "vitest";
import type { HttpResponse } from "../../../sim/kubernetes/types.ts";
import { forwardTo } from "../aws/elbv2/world.ts";
import { openEdge, pathIs } from "./edge.ts";

const A = "192.168.0.10";
const B = "192.168.1.10";

it("shares requests equally among healthy targets", async () => {
  const { addPods, get } = await openEdge();
  addPods([A, B]);
  const answers = await Promise.all(Array.from({ length: 10 }, () => get()));
  const bodies = answers.map(({ body }) => body).sort();
  expect(bodies).toEqual([...Array<string>(5).fill(A), ...Array<string>(5).fill(B)]);
});

it("leaves an unhealthy target out, and uses all targets when none is healthy", async () => {
  const { addPods, cluster, cloud, get } = await openEdge();
  addPods([A, B]);
  const broken = (address: string) =>
    cluster.setProgram(address, () => ({ status: 500, headers: {}, body: address }));
  broken(B);
  cloud.clock.advance(30_000);
  const withOne = [await get(), await get(), await get()];
  expect(withOne.map(({ status, body }) => [status, body])).toEqual(Array(3).fill([200, A]));
  broken(A);
  cloud.clock.advance(30_000);
  const withNone = [await get(), await get()];
  expect(withNone.map(({ status, body }) => [status, body]).sort()).toEqual([
    [500, A],
    [500, B],
  ]);
});

it("answers 503 in the words of the load balancer when the target group is empty", async () => {
  const { get } = await openEdge();
  const { status, headers, body } = await get();
  expect(status).toBe(503);
  expect(headers).toMatchObject({
    server: "awselb/2.0",
    "content-type": "text/html",
    "content-length": "162",
    connection: "keep-alive",
  });
  expect(body).toBe(
    "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n" +
      "<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n</body>\r\n</html>\r\n",
  );
});

it("answers 502 when nothing listens at the target, and when its program breaks down", async () => {
  const { addPods, cluster, get } = await openEdge();
  addPods([A]);
  expect((await get()).status).toBe(200);
  cluster.setProgram(A, () => {
    throw new Error("out of order");
  });
  const broken = await get();
  expect([broken.status, broken.headers["content-length"]]).toEqual([502, "122"]);
  cluster.setProgram(A, undefined);
  expect((await get()).status).toBe(502);
  cluster.setProgram(A, () => ({ status: 200, headers: {}, body: "back" }));
  expect((await get()).body).toBe("back");
});

it("answers 504 when security groups keep the load balancer from its target", async () => {
  const { addPods, ec2, securityGroupId, get } = await openEdge();
  addPods([A]);
  ec2("RevokeSecurityGroupIngress", {
    GroupId: securityGroupId,
    IpPermissions: [
      { IpProtocol: "tcp", FromPort: 8080, ToPort: 8080, UserIdGroupPairs: [{ GroupId: securityGroupId }] },
    ],
  });
  const { status, headers } = await get();
  expect([status, headers["content-length"], headers["server"]]).toEqual([504, "132", "awselb/2.0"]);
});

it("sends nothing to a draining target", async () => {
  const { addPods, call, targetGroupArn, get } = await openEdge();
  addPods([A, B]);
  call("DeregisterTargets", { TargetGroupArn: targetGroupArn, Targets: [{ Id: A }] });
  const bodies = [(await get()).body, (await get()).body, (await get()).body];
  expect(bodies).toEqual([B, B, B]);
});

it("cuts off what a draining target still answers when its time is over", async () => {
  const { addPods, call, cloud, cluster, targetGroupArn, get } = await openEdge();
  addPods([A]);
  cluster.setProgram(A, (): HttpResponse => {
    call("DeregisterTargets", { TargetGroupArn: targetGroupArn, Targets: [{ Id: A }] });
    cloud.clock.advance(301_000);
    return { status: 200, headers: {}, body: A };
  });
  expect((await get()).status).toBe(502);
});

it("follows changes of the cloud at once", async () => {
  const { addPods, call, cloud, cluster, targetGroupArn, get } = await openEdge();
  addPods([A]);
  expect((await get()).body).toBe(A);
  cluster.startPod(B);
  call("RegisterTargets", { TargetGroupArn: targetGroupArn, Targets: [{ Id: B }] });
  cloud.clock.advance(30_000);
  const bodies = [(await get()).body, (await get()).body].sort();
  expect(bodies).toEqual([A, B]);
});

it("cuts connections when the load balancer is deleted", async () => {
  const { call, loadBalancerArn, get } = await openEdge();
  call("DeleteLoadBalancer", { LoadBalancerArn: loadBalancerArn });
  await expect(get()).rejects.toThrow("other side closed");
});

it("keeps requests in the zone in which they come in where cross-zone load balancing is off", async () => {
  const { addPods, call, get, targetGroupArn: TargetGroupArn } = await openEdge();
  const [a, b, c] = ["192.168.0.10", "192.168.1.10", "192.168.2.10"];
  addPods([a, "192.168.0.11", "192.168.0.12", b, c]);
  const answers = async () => {
    const bodies: string[] = [];
    for (let count = 0; count < 12; count++) bodies.push((await get()).body);
    return bodies;
  };
  const Attributes = [{ Key: "load_balancing.cross_zone.enabled", Value: "false" }];
  call("ModifyTargetGroupAttributes", { TargetGroupArn, Attributes });
  const bodies = await answers();
  expect([b, c].map((pod) => bodies.filter((body) => body === pod).length)).toEqual([4, 4]);
  call("DeregisterTargets", { TargetGroupArn, Targets: [{ Id: c }] });
  expect((await get()).body).toBe(
    "NotSimulated: request (to a zone without targets, with cross-zone load balancing off)\n",
  );
});

it("says of a request to targets that speak something else than HTTP/1.1 that it is not simulated", async () => {
  const edge = await openEdge();
  for (const [index, more] of [{ ProtocolVersion: "GRPC" }, { Protocol: "HTTPS" }].entries()) {
    const { TargetGroups } = edge.call("CreateTargetGroup", {
      ...{ Name: `group-${index}`, Protocol: "HTTP", Port: 8080, VpcId: edge.vpcId, TargetType: "ip" },
      ...more,
    });
    edge.addRule(index + 1, [pathIs(`/${index}`)], forwardTo(TargetGroups[0]!.TargetGroupArn));
  }
  const bodies = [await edge.get("/0"), await edge.get("/1")].map(({ status, body }) => [status, body]);
  expect(bodies).toEqual([
    [501, "NotSimulated: request (to a target group that speaks GRPC)\n"],
    [501, "NotSimulated: request (to a target group that speaks HTTPS)\n"],
  ]);
});
