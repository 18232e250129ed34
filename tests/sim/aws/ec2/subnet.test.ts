import { describe, expect, it } from "vitest";
import { newInstance, newWorld } from "./support.ts";

describe("CreateSubnet", () => {
  it("tells zone, zone id and free addresses without AWS's five", () => {
    const { ec2, subnetId } = newWorld();
    const [subnet] = ec2("DescribeSubnets", { SubnetIds: [subnetId] }).Subnets;
    expect(subnet).toMatchObject({
      SubnetArn: `arn:aws:ec2:ap-northeast-2:123456789012:subnet/${subnetId}`,
      AvailabilityZone: "ap-northeast-2a",
      AvailabilityZoneId: "apne2-az1",
      AvailableIpAddressCount: 251,
      CidrBlock: "192.168.0.0/24",
      MapPublicIpOnLaunch: false,
    });
  });

  it.each([
    ["10.0.0.0/24", "InvalidSubnet.Range: The CIDR '10.0.0.0/24' is invalid."],
    ["192.168.0.0/15", "InvalidSubnet.Range: The CIDR '192.168.0.0/15' is invalid."],
    ["192.168.1.0/29", "InvalidSubnet.Range: The CIDR '192.168.1.0/29' is invalid."],
    ["192.168.0.128/25", "InvalidSubnet.Conflict: The CIDR '192.168.0.128/25' conflicts with another subnet"],
    [
      "192.168.1.0/33",
      "InvalidParameterValue: Value (192.168.1.0/33) for parameter cidrBlock is invalid. This is not a valid CIDR block.",
    ],
  ])("refuses %s", (CidrBlock, message) => {
    const { refusal, vpcId } = newWorld();
    expect(refusal("CreateSubnet", { VpcId: vpcId, CidrBlock })).toBe(message);
  });

  it("takes a zone by name or id, and refuses one that the region lacks", () => {
    const { ec2, refusal, vpcId: VpcId } = newWorld();
    const { Subnet } = ec2("CreateSubnet", {
      VpcId,
      CidrBlock: "192.168.1.0/24",
      AvailabilityZoneId: "apne2-az3",
    });
    expect(Subnet.AvailabilityZone).toBe("ap-northeast-2c");
    const request = { VpcId, CidrBlock: "192.168.2.0/24" };
    expect(refusal("CreateSubnet", { ...request, AvailabilityZone: "us-east-1a" })).toBe(
      "InvalidParameterValue: Value (us-east-1a) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ap-northeast-2a, ap-northeast-2b, ap-northeast-2c, ap-northeast-2d.",
    );
    expect(refusal("CreateSubnet", { ...request, AvailabilityZoneId: "use1-az1" })).toBe(
      "InvalidParameterValue: Value (use1-az1) for parameter availabilityZoneId is invalid. Subnets can currently only be created in the following availability zones: apne2-az1, apne2-az2, apne2-az3, apne2-az4.",
    );
  });

  it("needs a VPC that exists", () => {
    expect(newWorld().refusal("CreateSubnet", { VpcId: "vpc-1", CidrBlock: "10.0.0.0/24" })).toBe(
      "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist",
    );
  });
});

it("counts addresses of network interfaces, and sixteen for a prefix", () => {
  const { ec2, subnetId: SubnetId } = newWorld();
  ec2("CreateNetworkInterface", { SubnetId, SecondaryPrivateIpAddressCount: 2 });
  ec2("CreateNetworkInterface", { SubnetId, Ipv4PrefixCount: 1 });
  expect(ec2("DescribeSubnets", {}).Subnets[0]?.AvailableIpAddressCount).toBe(251 - 3 - 1 - 16);
});

describe("DescribeSubnets", () => {
  it("filters by VPC, tags and zone", () => {
    const { ec2, vpcId: VpcId, subnetId } = newWorld();
    const tagged = (CidrBlock: string, Value: string) =>
      ec2("CreateSubnet", {
        VpcId,
        CidrBlock,
        AvailabilityZone: "ap-northeast-2b",
        TagSpecifications: [{ ResourceType: "subnet", Tags: [{ Key: "kubernetes.io/role/elb", Value }] }],
      }).Subnet.SubnetId;
    const one = tagged("192.168.1.0/24", "1");
    const empty = tagged("192.168.2.0/24", "");
    const found = (...Filters: { Name: string; Values: string[] }[]) =>
      ec2("DescribeSubnets", { Filters }).Subnets.map(({ SubnetId }) => SubnetId);
    expect(found({ Name: "vpc-id", Values: [VpcId] })).toEqual([subnetId, one, empty]);
    expect(found({ Name: "vpc-id", Values: ["vpc-1"] })).toEqual([]);
    // The load balancer controller asks for "" or "1".
    expect(found({ Name: "tag:kubernetes.io/role/elb", Values: ["", "1"] })).toEqual([one, empty]);
    expect(found({ Name: "tag-key", Values: ["kubernetes.io/role/*"] })).toEqual([one, empty]);
    expect(
      found({ Name: "tag-key", Values: ["*"] }, { Name: "availability-zone", Values: ["ap-northeast-2a"] }),
    ).toEqual([]);
  });

  it("takes no filter that nobody has thought about", () => {
    const { ec2 } = newWorld();
    expect(() => ec2("DescribeSubnets", { Filters: [{ Name: "outpost-arn", Values: ["x"] }] })).toThrow(
      "NotSimulated: ec2:DescribeSubnets (filter outpost-arn)",
    );
  });
});

it("gives instances a public address where the subnet says so", () => {
  const world = newWorld();
  const { ec2, subnetId: SubnetId } = world;
  const publicAddress = () =>
    ec2("DescribeInstances", { InstanceIds: [newInstance(world)] }).Reservations[0]?.Instances[0]
      ?.PublicIpAddress;
  expect(publicAddress()).toBeUndefined();
  ec2("ModifySubnetAttribute", { SubnetId, MapPublicIpOnLaunch: { Value: true } });
  expect(publicAddress()).toMatch(/^198\.1[89]\./);
});

describe("DeleteSubnet", () => {
  it("is refused while an interface is in it", () => {
    const { ec2, refusal, subnetId: SubnetId } = newWorld();
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", { SubnetId }).NetworkInterface;
    expect(refusal("DeleteSubnet", { SubnetId })).toBe(
      `DependencyViolation: The subnet '${SubnetId}' has dependencies and cannot be deleted.`,
    );
    ec2("DeleteNetworkInterface", { NetworkInterfaceId });
    ec2("DeleteSubnet", { SubnetId });
    expect(ec2("DescribeSubnets", {}).Subnets).toEqual([]);
  });

  it("ends the association with its route table", () => {
    const { ec2, vpcId: VpcId, subnetId: SubnetId } = newWorld();
    const { RouteTableId } = ec2("CreateRouteTable", { VpcId }).RouteTable;
    ec2("AssociateRouteTable", { RouteTableId, SubnetId });
    ec2("DeleteSubnet", { SubnetId });
    ec2("DeleteRouteTable", { RouteTableId });
  });
});
