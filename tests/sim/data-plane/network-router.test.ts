import { Pool } from "undici";
import { expect, it } from "vitest";
import { DataPlane } from "../../../sim/data-plane/data-plane.ts";
import { NetworkEdge, type NetworkOptions } from "./network-edge.ts";

const A = "192.168.0.10";
const A2 = "192.168.0.11";
const B = "192.168.1.10";

function edgeWith(pods: readonly string[], options: NetworkOptions = {}): NetworkEdge {
  const edge = new NetworkEdge(options);
  edge.addPods(...pods);
  return edge;
}

it("shares connections out to zones first, and to all targets alike across zones", async () => {
  const edge = edgeWith([A, A2, B]);
  expect((await edge.get(8)).toSorted()).toEqual([A, A, A2, A2, B, B, B, B]);
  expect(edge.load()).toEqual({ failed: {}, shareByCluster: { net: 1 } });
  edge.setAttributes({ "load_balancing.cross_zone.enabled": "true" });
  expect((await edge.get(6)).toSorted()).toEqual([A, A, A2, A2, B, B]);
});

it("keeps the target of a connection, changes nothing, and notes who answered", async () => {
  const edge = edgeWith([A, B]);
  const seen: Record<string, string>[] = [];
  for (const address of [A, B]) {
    edge.cluster.setProgram(address, ({ headers }) => {
      seen.push({ ...headers });
      return { status: 200, headers: { server: "mine" }, body: address };
    });
  }
  const dataPlane = new DataPlane(edge.world.cloud);
  const { url } = await dataPlane.listen({ loadBalancerArn: edge.loadBalancerArn });
  const client = new Pool(url, { connections: 1 });
  const bodies: string[] = [];
  for (let index = 0; index < 4; index += 1) {
    const { body, headers } = await client.request({ method: "GET", path: "/", headers: { host: "play" } });
    bodies.push(await body.text(), String(headers["server"]));
  }
  await client.destroy();
  await dataPlane.close();
  expect(bodies).toEqual([A, "mine", A, "mine", A, "mine", A, "mine"]);
  expect(seen[0]).toEqual({ host: "play", connection: "keep-alive" });
  await edge.get();
  expect(edge.log).toMatchObject([{ status: 200, target: { targetGroupArn: edge.targetGroupArn } }]);
});

it("leaves out what is unhealthy, and takes it when nothing else is there", async () => {
  const edge = edgeWith([A, B], { healthCheck: "HTTP" });
  const fail = (address: string) => {
    edge.cluster.setProgram(address, () => ({ status: 503, headers: {}, body: `sick ${address}` }));
    edge.world.cloud.clock.advance(120_000);
  };
  fail(A);
  expect(await edge.get(2)).toEqual([B, B]);
  fail(B);
  expect((await edge.get(2)).toSorted()).toEqual([`sick ${A}`, `sick ${B}`]);
  expect(edge.load().failed).toEqual({ "status 503": 20 });
});

it("comes to targets from its own addresses, or from the client's where that is preserved", async () => {
  const pods = [A];
  const inside = edgeWith(pods, { podsOpenTo: "192.168.0.0/16" });
  expect(await inside.get()).toEqual([A]);
  inside.setAttributes({ "preserve_client_ip.enabled": "true" });
  expect([await inside.get(), inside.load().failed]).toEqual([["none"], { "connection timeout": 10 }]);
  const preserved = edgeWith(pods, { attributes: { "preserve_client_ip.enabled": "true" } });
  expect(await preserved.get()).toEqual([A]);
});

it("fails with programs that do not read the proxy protocol, which TCP health checks do not see", async () => {
  const edge = edgeWith([A], { attributes: { "proxy_protocol_v2.enabled": "true" } });
  expect([await edge.get(), edge.load().failed]).toEqual([["none"], { "connection misunderstood": 10 }]);
  edge.cluster.setProgram(
    A,
    Object.assign(() => ({ status: 200, headers: {}, body: "" }), { anyProtocol: true }),
  );
  expect(await edge.get()).toEqual([""]);
});

it("gives no answer where nothing listens or nothing is registered", async () => {
  const edge = edgeWith([A]);
  edge.cluster.setProgram(A, undefined);
  expect([await edge.get(), edge.load().failed]).toEqual([["none"], { "connection refused": 10 }]);
  edge.world.call("DeregisterTargets", { TargetGroupArn: edge.targetGroupArn, Targets: [{ Id: A }] });
  edge.world.cloud.clock.advance(400_000);
  expect([await edge.get(), edge.load().failed]).toEqual([["none"], { "no target": 10 }]);
});

it("does not carry UDP", async () => {
  const edge = new NetworkEdge({ protocol: "UDP" });
  await expect(edge.get()).rejects.toThrow("NotSimulated: UDP on the data plane (listener on port 80)");
});
