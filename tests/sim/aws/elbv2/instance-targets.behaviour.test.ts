import { expect, it } from "vitest";
import { errorOf, forwardTo, newListener, newLoadBalancer, newWorld, type World } from "./world.ts";

function newInstance({ ec2 }: World, SubnetId: string): string {
  const { Instances } = ec2("RunInstances", {
    ImageId: "ami-1",
    InstanceType: "t3.medium",
    SubnetId,
    MinCount: 1,
    MaxCount: 1,
  });
  return Instances[0]!.InstanceId;
}

function newInstanceGroup({ call, vpcId }: World): string {
  const { TargetGroups } = call("CreateTargetGroup", {
    Name: "nodes",
    Protocol: "HTTP",
    Port: 30_080,
    VpcId: vpcId,
  });
  return TargetGroups[0]!.TargetGroupArn;
}

it("takes instances that run in its VPC as targets", () => {
  const world = newWorld();
  const TargetGroupArn = newInstanceGroup(world);
  const register = (Id: string) => () => world.call("RegisterTargets", { TargetGroupArn, Targets: [{ Id }] });
  expect(errorOf(register("i-none"))).toBe("InvalidTarget: The instance ID 'i-none' does not exist");
  const id = newInstance(world, world.subnetIds[0]);
  expect(errorOf(register(id))).toBe(
    `InvalidTarget: The following targets are not in a running state and cannot be registered: '${id}'`,
  );
  world.cloud.clock.advance(60_000);
  expect(errorOf(register(id))).toBe("no error");

  const { Vpc } = world.ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" });
  const { Subnet } = world.ec2("CreateSubnet", { VpcId: Vpc.VpcId, CidrBlock: "10.0.0.0/24" });
  const foreign = newInstance(world, Subnet.SubnetId);
  world.cloud.clock.advance(60_000);
  expect(errorOf(register(foreign))).toBe(
    `InvalidTarget: The following targets are not in the target group VPC '${world.vpcId}': '${foreign}'`,
  );
});

it("does not use an instance that is shut down", () => {
  const world = newWorld();
  const TargetGroupArn = newInstanceGroup(world);
  newListener(world, newLoadBalancer(world), forwardTo(TargetGroupArn));
  const id = newInstance(world, world.subnetIds[0]);
  world.cloud.clock.advance(60_000);
  world.call("RegisterTargets", { TargetGroupArn, Targets: [{ Id: id }] });
  world.ec2("TerminateInstances", { InstanceIds: [id] });
  const { TargetHealthDescriptions } = world.call("DescribeTargetHealth", { TargetGroupArn });
  expect(TargetHealthDescriptions).toEqual([
    {
      Target: { Id: id, Port: 30_080 },
      HealthCheckPort: "30080",
      TargetHealth: {
        State: "unused",
        Reason: "Target.InvalidState",
        Description: "Target is in the shutting-down state",
      },
    },
  ]);
});
