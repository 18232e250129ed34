import { beforeEach, describe, expect, it } from "vitest";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import type { SimulatedCloud } from "../../../../sim/cloud.ts";
import { NotSimulated } from "../../../../sim/core/errors.ts";
import { makeWorld, refusal, type World } from "../eks/world.ts";

let world: World;
let cloud: SimulatedCloud;
beforeEach(() => {
  world = makeWorld();
  cloud = world.cloud;
});

const NAME = "com.amazonaws.ap-northeast-2.sts";

const create = (changes: object = {}) =>
  cloud.call(cloud.administrator, "ec2", "CreateVpcEndpoint", {
    VpcId: world.vpcId,
    ServiceName: NAME,
    VpcEndpointType: "Interface",
    SubnetIds: [world.privateSubnets[0]],
    PrivateDnsEnabled: true,
    ...changes,
  }).VpcEndpoint;

const allowDns = () =>
  cloud.call(cloud.administrator, "ec2", "ModifyVpcAttribute", {
    VpcId: world.vpcId,
    EnableDnsHostnames: { Value: true },
  });

describe("an endpoint of a VPC", () => {
  it("has an interface in each of its subnets, in groups that are given or the VPC's own", () => {
    allowDns();
    const { VpcEndpointId, State, Groups } = create();
    expect([State, Groups.map(({ GroupName }) => GroupName)]).toEqual(["pending", ["default"]]);
    cloud.clock.advance(120_000);
    cloud.call(cloud.administrator, "ec2", "ModifyVpcEndpoint", {
      VpcEndpointId,
      AddSubnetIds: [world.privateSubnets[1]],
      RemoveSubnetIds: [world.privateSubnets[0]],
    });
    const [endpoint] = cloud.call(cloud.administrator, "ec2", "DescribeVpcEndpoints", {}).VpcEndpoints;
    expect(endpoint).toMatchObject({ State: "available", SubnetIds: [world.privateSubnets[1]] });
    const enis = ec2State(cloud).networkInterfaces;
    expect(enis.values().map(({ SubnetId, InterfaceType }) => [SubnetId, InterfaceType])).toEqual([
      [world.privateSubnets[1], "vpc_endpoint"],
    ]);
    cloud.call(cloud.administrator, "ec2", "DeleteVpcEndpoints", { VpcEndpointIds: [VpcEndpointId] });
    expect([enis.size, ec2State(cloud).vpcEndpoints.size]).toEqual([0, 0]);
  });

  it("has private DNS once in a VPC that has DNS names", () => {
    expect(refusal(create)).toBe(
      `InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${world.vpcId}`,
    );
    allowDns();
    create();
    expect(refusal(create)).toBe(
      `InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${NAME} in the VPC ${world.vpcId}`,
    );
  });

  it("is for services that are known", () => {
    expect(() => create({ ServiceName: "com.amazonaws.ap-northeast-2.shield" })).toThrow(NotSimulated);
    expect(() => create({ ServiceName: NAME, VpcEndpointType: "Gateway" })).toThrow(NotSimulated);
  });
});
