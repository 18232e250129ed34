import { expect, it } from "vitest";
import { errorOf, newListener, newLoadBalancer, newTargetGroup, newWorld, forwardTo } from "../world.ts";

const ARN = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/edge/";

it("makes a load balancer that becomes active after some minutes", () => {
  const world = newWorld();
  const arn = newLoadBalancer(world);
  const describe = () => world.call("DescribeLoadBalancers", { LoadBalancerArns: [arn] }).LoadBalancers[0];
  const id = arn.slice(ARN.length);
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(describe()).toEqual({
    LoadBalancerArn: `${ARN}${id}`,
    LoadBalancerName: "edge",
    DNSName: expect.stringMatching(/^edge-\d{10}\.ap-northeast-2\.elb\.amazonaws\.com$/),
    CanonicalHostedZoneId: "ZWKZPGTI48KDX",
    CreatedTime: new Date("2026-01-01T00:00:00Z"),
    Scheme: "internet-facing",
    VpcId: world.vpcId,
    State: { Code: "provisioning" },
    Type: "application",
    AvailabilityZones: ["a", "b", "c"].map((zone, index) => ({
      ZoneName: `ap-northeast-2${zone}`,
      SubnetId: world.subnetIds[index],
      LoadBalancerAddresses: [],
    })),
    SecurityGroups: [world.securityGroupId],
    IpAddressType: "ipv4",
  });
  world.cloud.clock.advance(150_000);
  expect(describe()?.State).toEqual({ Code: "active" });
});

it("uses an address of each subnet through an interface that holds the security groups", () => {
  const world = newWorld();
  const arn = newLoadBalancer(world);
  const free = () =>
    world.ec2("DescribeSubnets", {}).Subnets.map(({ AvailableIpAddressCount: count }) => count);
  expect(free()).toEqual([250, 250, 250]);
  const { NetworkInterfaces } = world.ec2("DescribeNetworkInterfaces", {});
  expect(
    NetworkInterfaces.map(({ Description, RequesterId, Status }) => [Description, RequesterId, Status]),
  ).toEqual(Array(3).fill([`ELB ${arn.slice(arn.indexOf("app/"))}`, "amazon-elb", "in-use"]));

  world.call("DeleteLoadBalancer", { LoadBalancerArn: arn });
  const deleteGroup = () => world.ec2("DeleteSecurityGroup", { GroupId: world.securityGroupId });
  expect(errorOf(deleteGroup)).toBe(
    `DependencyViolation: resource ${world.securityGroupId} has a dependent object`,
  );
  world.cloud.clock.advance(20_000);
  expect(free()).toEqual([251, 251, 251]);
  expect(errorOf(deleteGroup)).toBe("no error");
});

it("keeps a target group in use from being deleted until its load balancer is gone", () => {
  const world = newWorld();
  const loadBalancer = newLoadBalancer(world);
  const targetGroup = newTargetGroup(world);
  newListener(world, loadBalancer, forwardTo(targetGroup));
  const deleteGroup = () => world.call("DeleteTargetGroup", { TargetGroupArn: targetGroup });
  expect(errorOf(deleteGroup)).toBe(
    `ResourceInUse: Target group '${targetGroup}' is currently in use by a listener or a rule`,
  );
  world.call("DeleteLoadBalancer", { LoadBalancerArn: loadBalancer });
  expect(errorOf(deleteGroup)).toBe("no error");
  expect(world.call("DescribeTargetGroups", {}).TargetGroups).toEqual([]);
});
