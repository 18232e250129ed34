import { expect, it } from "vitest";
import { compileListener } from "../../../sim/data-plane/routing-table.ts";
import { DataPlane } from "../../../sim/data-plane/data-plane.ts";
import { newWorld } from "../aws/elbv2/world.ts";

it("says that connections to a Network Load Balancer are not carried", async () => {
  const { call, cloud, subnetIds, vpcId } = newWorld();
  const { LoadBalancers } = call("CreateLoadBalancer", { Name: "net", Type: "network", Subnets: subnetIds });
  const { LoadBalancerArn: loadBalancerArn } = LoadBalancers[0]!;
  const { TargetGroups } = call("CreateTargetGroup", {
    Name: "net",
    Protocol: "TCP",
    Port: 8080,
    VpcId: vpcId,
  });
  const { Listeners } = call("CreateListener", {
    LoadBalancerArn: loadBalancerArn,
    Protocol: "TCP",
    Port: 80,
    DefaultActions: [{ Type: "forward", TargetGroupArn: TargetGroups[0]!.TargetGroupArn }],
  });
  const dataPlane = new DataPlane(cloud);
  await expect(dataPlane.listen({ loadBalancerArn })).rejects.toThrow(
    "NotSimulated: traffic through a Network Load Balancer (net on port 80)",
  );
  await dataPlane.close();
  expect(compileListener(cloud, Listeners[0]!.ListenerArn)).toBeUndefined();
});
