import { expect, it } from "vitest";
import { DataPlane } from "../../../sim/data-plane/data-plane.ts";
import { newListener, newLoadBalancer, newWorld } from "../aws/elbv2/world.ts";
import { openEdge } from "./edge.ts";

it("takes the port that is asked for, and says so when it is in use", async () => {
  const { dataPlane, loadBalancerArn, listener } = await openEdge();
  await expect(dataPlane.listen({ loadBalancerArn, port: listener.port })).rejects.toThrow(
    `port ${listener.port} on 127.0.0.1 is in use; choose another one`,
  );
  await listener.close();
  const again = await dataPlane.listen({ loadBalancerArn, port: listener.port, listenerPort: 80 });
  expect(again.url).toBe(listener.url);
});

it("answers for active load balancers with listeners only", async () => {
  const world = newWorld();
  const dataPlane = new DataPlane(world.cloud);
  const loadBalancerArn = newLoadBalancer(world);
  const listen = (listenerPort?: number) =>
    dataPlane.listen({ loadBalancerArn, ...(listenerPort !== undefined && { listenerPort }) });
  await expect(listen()).rejects.toThrow("load balancer edge has no listener");
  newListener(world, loadBalancerArn);
  await expect(listen()).rejects.toThrow("load balancer edge is provisioning: it answers when it is active");
  world.cloud.clock.advance(150_000);
  await expect(listen(81)).rejects.toThrow("load balancer edge has no listener on port 81");
  await expect(dataPlane.listen({ loadBalancerArn: "arn:nothing" })).rejects.toThrow(
    "Load balancer 'arn:nothing' not found",
  );
  await dataPlane.close();
});
