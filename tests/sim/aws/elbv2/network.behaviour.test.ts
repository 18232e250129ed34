import { expect, it } from "vitest";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { elbv2State } from "../../../../sim/aws/elbv2/state.ts";
import { restoreWorld, saveWorld } from "../../../../sim/world.ts";
import {
  errorOf,
  forwardTo,
  newListener,
  newLoadBalancer,
  newTargetGroup,
  newWorld,
  type World,
} from "./world.ts";

function groupsOfInterfaces({ ec2 }: World): string[][] {
  return ec2("DescribeNetworkInterfaces", {}).NetworkInterfaces.map(({ Groups }) =>
    Groups.map(({ GroupId }) => GroupId),
  );
}

it("moves a load balancer's interfaces to other security groups", () => {
  const world = newWorld();
  const LoadBalancerArn = newLoadBalancer(world);
  const { GroupId } = world.ec2("CreateSecurityGroup", {
    GroupName: "other",
    Description: "other",
    VpcId: world.vpcId,
  });
  const SecurityGroups = [GroupId, world.securityGroupId];
  expect(world.call("SetSecurityGroups", { LoadBalancerArn, SecurityGroups })).toEqual({
    SecurityGroupIds: SecurityGroups,
  });
  expect(groupsOfInterfaces(world)).toEqual(Array(3).fill(SecurityGroups));
});

it("adds and gives up subnets", () => {
  const world = newWorld();
  const [a, b, c] = world.subnetIds;
  const { LoadBalancers } = world.call("CreateLoadBalancer", { Name: "edge", Subnets: [a, b] });
  const { LoadBalancerArn } = LoadBalancers[0]!;
  const result = world.call("SetSubnets", {
    LoadBalancerArn,
    SubnetMappings: [{ SubnetId: b }, { SubnetId: c }],
  });
  expect(result.AvailabilityZones.map(({ SubnetId }) => SubnetId)).toEqual([b, c]);
  const subnets = () =>
    world.ec2("DescribeNetworkInterfaces", {}).NetworkInterfaces.map(({ SubnetId }) => SubnetId);
  expect(subnets()).toEqual([a, b, c]);
  world.cloud.clock.advance(20_000);
  expect(subnets()).toEqual([b, c]);
  expect(errorOf(() => world.call("SetSubnets", { LoadBalancerArn, Subnets: [a] }))).toBe(
    "ValidationError: At least two subnets in two different Availability Zones must be specified",
  );
});

it("stops using targets in a zone that the load balancer leaves", () => {
  const world = newWorld();
  const [a, b] = world.subnetIds;
  const LoadBalancerArn = newLoadBalancer(world);
  const TargetGroupArn = newTargetGroup(world);
  newListener(world, LoadBalancerArn, forwardTo(TargetGroupArn));
  world.call("RegisterTargets", { TargetGroupArn, Targets: [{ Id: "192.168.2.9" }] });
  world.call("SetSubnets", { LoadBalancerArn, Subnets: [a, b] });
  const { TargetHealthDescriptions } = world.call("DescribeTargetHealth", { TargetGroupArn });
  expect(TargetHealthDescriptions[0]?.TargetHealth).toEqual({
    State: "unused",
    Reason: "Target.NotInUse",
    Description: "Target is in an Availability Zone that is not enabled for the load balancer",
  });
});

it("checks address types", () => {
  const world = newWorld();
  const LoadBalancerArn = newLoadBalancer(world);
  const set = (IpAddressType: string) => () =>
    world.call("SetIpAddressType", { LoadBalancerArn, IpAddressType });
  expect(set("ipv4")()).toEqual({ IpAddressType: "ipv4" });
  expect(errorOf(set("ipv6"))).toBe(
    "ValidationError: 1 validation error detected: Value 'ipv6' at 'ipAddressType' failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack, dualstack-without-public-ipv4]",
  );
});

it("goes on with what was under way when a world was saved", () => {
  const world = newWorld();
  const provisioning = newLoadBalancer(world, "provisioning");
  const leaving = newLoadBalancer(world, "leaving");
  const group = newTargetGroup(world);
  newListener(world, provisioning, forwardTo(group));
  world.call("RegisterTargets", {
    TargetGroupArn: group,
    Targets: [{ Id: "192.168.0.9" }, { Id: "192.168.0.8" }],
  });
  world.cloud.clock.advance(100_000);
  world.call("DeregisterTargets", { TargetGroupArn: group, Targets: [{ Id: "192.168.0.8" }] });
  world.call("DeleteLoadBalancer", { LoadBalancerArn: leaving });

  const cloud = restoreWorld(JSON.parse(JSON.stringify(saveWorld(world.cloud))));
  expect(ec2State(cloud).networkInterfaces.size).toBe(6);
  cloud.clock.advance(50_000);
  expect(elbv2State(cloud).loadBalancers.get(provisioning).state).toBe("active");
  expect(ec2State(cloud).networkInterfaces.size).toBe(3);
  cloud.clock.advance(30_000);
  const { targets } = elbv2State(cloud).targetGroups.get(group);
  expect(targets["192.168.0.9:8080"]?.health.State).toBe("unhealthy");
  expect(Object.keys(targets)).toHaveLength(2);
  cloud.clock.advance(220_000);
  expect(Object.keys(targets)).toEqual(["192.168.0.9:8080"]);
});

it("reports that no capacity is reserved", () => {
  const world = newWorld();
  expect(
    world.call("DescribeCapacityReservation", { LoadBalancerArn: newLoadBalancer(world) })
      .CapacityReservationState,
  ).toEqual([]);
});
