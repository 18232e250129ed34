import { describe, expect, it } from "vitest";
import { attachToService } from "../../../../sim/aws/ec2/network-interface-attachment.ts";
import { addNetworkInterface } from "../../../../sim/aws/ec2/network-interface.ts";
import { newGroup, newInstance, newWorld } from "./support.ts";

describe("CreateNetworkInterface", () => {
  it("takes the lowest free addresses and the VPC's default group", () => {
    const { ec2, vpcId, subnetId: SubnetId } = newWorld();
    const { NetworkInterface: eni } = ec2("CreateNetworkInterface", {
      SubnetId,
      SecondaryPrivateIpAddressCount: 1,
      TagSpecifications: [{ ResourceType: "network-interface", Tags: [{ Key: "a", Value: "1" }] }],
    });
    expect(eni).toEqual({
      NetworkInterfaceId: expect.stringMatching(/^eni-0[0-9a-f]{16}$/),
      SubnetId,
      VpcId: vpcId,
      AvailabilityZone: "ap-northeast-2a",
      OwnerId: "123456789012",
      Description: "",
      Groups: [{ GroupId: expect.stringMatching(/^sg-/), GroupName: "default" }],
      InterfaceType: "interface",
      MacAddress: expect.stringMatching(/^06(:[0-9a-f]{2}){5}$/),
      PrivateDnsName: "ip-192-168-0-4.ap-northeast-2.compute.internal",
      PrivateIpAddress: "192.168.0.4",
      PrivateIpAddresses: [
        {
          Primary: true,
          PrivateIpAddress: "192.168.0.4",
          PrivateDnsName: "ip-192-168-0-4.ap-northeast-2.compute.internal",
        },
        {
          Primary: false,
          PrivateIpAddress: "192.168.0.5",
          PrivateDnsName: "ip-192-168-0-5.ap-northeast-2.compute.internal",
        },
      ],
      Ipv4Prefixes: [],
      Ipv6Addresses: [],
      RequesterManaged: false,
      SourceDestCheck: true,
      Status: "available",
      TagSet: [{ Key: "a", Value: "1" }],
    });
  });

  it("takes addresses by name, the primary one first", () => {
    const { ec2, subnetId: SubnetId } = newWorld();
    const { NetworkInterface } = ec2("CreateNetworkInterface", {
      SubnetId,
      PrivateIpAddresses: [
        { PrivateIpAddress: "192.168.0.20" },
        { PrivateIpAddress: "192.168.0.10", Primary: true },
      ],
    });
    expect(NetworkInterface.PrivateIpAddress).toBe("192.168.0.10");
    expect(NetworkInterface.PrivateIpAddresses.map((one) => one.PrivateIpAddress)).toEqual([
      "192.168.0.10",
      "192.168.0.20",
    ]);
  });

  it.each([
    ["192.168.0.10", "InvalidIPAddress.InUse: Address 192.168.0.10 is in use."],
    [
      "192.168.1.10",
      "InvalidParameterValue: Address 192.168.1.10 does not fall within the subnet's address range",
    ],
    ["192.168.0.3", "InvalidParameterValue: Address 192.168.0.3 is in subnet's reserved address range"],
    ["192.168.0.255", "InvalidParameterValue: Address 192.168.0.255 is in subnet's reserved address range"],
    [
      "192.168.0",
      "InvalidParameterValue: Value (192.168.0) for parameter privateIpAddress is invalid. Invalid IPv4 address.",
    ],
  ])("refuses %s", (PrivateIpAddress, message) => {
    const { ec2, refusal, subnetId: SubnetId } = newWorld();
    ec2("CreateNetworkInterface", { SubnetId, PrivateIpAddress: "192.168.0.10" });
    expect(refusal("CreateNetworkInterface", { SubnetId, PrivateIpAddress })).toBe(message);
  });

  it("refuses when the subnet is full", () => {
    const { ec2, refusal, vpcId: VpcId } = newWorld();
    const { SubnetId } = ec2("CreateSubnet", { VpcId, CidrBlock: "192.168.1.0/28" }).Subnet;
    for (let count = 0; count < 11; count++) ec2("CreateNetworkInterface", { SubnetId });
    expect(refusal("CreateNetworkInterface", { SubnetId })).toBe(
      "InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.",
    );
  });

  it("refuses a sixth security group, and one of another VPC", () => {
    const world = newWorld();
    const { ec2, refusal, subnetId: SubnetId } = world;
    const Groups = Array.from({ length: 6 }, (_, index) => newGroup(world, `g${index}`));
    expect(refusal("CreateNetworkInterface", { SubnetId, Groups })).toBe(
      "SecurityGroupsPerInterfaceLimitExceeded: The maximum number of security groups per interface has been reached.",
    );
    const VpcId = ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc.VpcId;
    const { GroupId } = ec2("CreateSecurityGroup", { GroupName: "x", Description: "x", VpcId });
    expect(refusal("CreateNetworkInterface", { SubnetId, Groups: [GroupId] })).toBe(
      "InvalidGroup.NotFound: You have specified two resources that belong to different networks.",
    );
  });
});

it("finds interfaces by address, group, instance and description", () => {
  const world = newWorld();
  const { ec2, subnetId: SubnetId } = world;
  const GroupId = newGroup(world, "web");
  const { NetworkInterfaceId } = ec2("CreateNetworkInterface", {
    SubnetId,
    Groups: [GroupId],
    Description: "aws-K8S-i-1",
    PrivateIpAddress: "192.168.0.10",
  }).NetworkInterface;
  const instanceId = newInstance(world);
  const found = (Name: string, Value: string) =>
    ec2("DescribeNetworkInterfaces", { Filters: [{ Name, Values: [Value] }] }).NetworkInterfaces;
  for (const [name, value] of [
    ["addresses.private-ip-address", "192.168.0.10"],
    ["group-id", GroupId],
    ["description", "aws-K8S-*"],
    ["status", "available"],
  ] as const) {
    expect(found(name, value).map((eni) => eni.NetworkInterfaceId)).toEqual([NetworkInterfaceId]);
  }
  expect(found("attachment.instance-id", instanceId)).toMatchObject([{ Attachment: { DeviceIndex: 0 } }]);
});

describe("ModifyNetworkInterfaceAttribute", () => {
  it("changes groups, description, check and what becomes of it with its instance", () => {
    const world = newWorld();
    const { ec2 } = world;
    const instanceId = newInstance(world);
    const describe = () => ec2("DescribeNetworkInterfaces", {}).NetworkInterfaces[0]!;
    const { NetworkInterfaceId, Attachment } = describe();
    const { AttachmentId } = Attachment!;
    const GroupId = newGroup(world, "web");
    ec2("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId, Groups: [GroupId] });
    ec2("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId, Description: { Value: "primary" } });
    ec2("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId, SourceDestCheck: { Value: false } });
    const change = { AttachmentId, DeleteOnTermination: false };
    ec2("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId, Attachment: change });
    expect(describe()).toMatchObject({
      Groups: [{ GroupId, GroupName: "web" }],
      Description: "primary",
      SourceDestCheck: false,
      Attachment: { InstanceId: instanceId, DeleteOnTermination: false },
    });
  });

  it("refuses an attachment that is not the interface's", () => {
    const { ec2, refusal, subnetId: SubnetId } = newWorld();
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", { SubnetId }).NetworkInterface;
    const Attachment = { AttachmentId: "eni-attach-1", DeleteOnTermination: true };
    expect(refusal("ModifyNetworkInterfaceAttribute", { NetworkInterfaceId, Attachment })).toBe(
      "InvalidAttachmentID.NotFound: The attachment ID 'eni-attach-1' does not exist",
    );
  });
});

describe("attachments", () => {
  it("follow the limits of the instance type", () => {
    const world = newWorld();
    const { ec2, refusal, subnetId: SubnetId } = world;
    const InstanceId = newInstance(world, "t3.small");
    const attach = (DeviceIndex: number, count = 0) => {
      const { NetworkInterfaceId } = ec2("CreateNetworkInterface", {
        SubnetId,
        SecondaryPrivateIpAddressCount: count,
      }).NetworkInterface;
      return { InstanceId, NetworkInterfaceId, DeviceIndex };
    };
    expect(refusal("AttachNetworkInterface", attach(1, 4))).toBe(
      "PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.",
    );
    ec2("AttachNetworkInterface", attach(1));
    expect(refusal("AttachNetworkInterface", attach(1))).toBe(
      `InvalidParameterValue: Instance '${InstanceId}' already has an interface attached at device index '1'.`,
    );
    ec2("AttachNetworkInterface", attach(2));
    expect(refusal("AttachNetworkInterface", attach(3))).toBe(
      "AttachmentLimitExceeded: Interface count 4 exceeds the limit for t3.small",
    );
  });

  it("are within one zone, and one at a time", () => {
    const world = newWorld();
    const { ec2, refusal, vpcId: VpcId } = world;
    const request = { InstanceId: newInstance(world), DeviceIndex: 1 };
    const inZone = (AvailabilityZone: string, CidrBlock: string) => {
      const { SubnetId } = ec2("CreateSubnet", { VpcId, CidrBlock, AvailabilityZone }).Subnet;
      return ec2("CreateNetworkInterface", { SubnetId }).NetworkInterface.NetworkInterfaceId;
    };
    const NetworkInterfaceId = inZone("ap-northeast-2a", "192.168.2.0/24");
    const elsewhere = inZone("ap-northeast-2b", "192.168.1.0/24");
    expect(refusal("AttachNetworkInterface", { ...request, NetworkInterfaceId: elsewhere })).toBe(
      "InvalidParameterValue: You may not attach a network interface to an instance if they are not in the same availability zone",
    );
    ec2("AttachNetworkInterface", { ...request, NetworkInterfaceId });
    expect(refusal("AttachNetworkInterface", { ...request, NetworkInterfaceId, DeviceIndex: 2 })).toBe(
      `InvalidNetworkInterface.InUse: Interface: [${NetworkInterfaceId}] in use.`,
    );
  });

  it("end, but for the first one and those of AWS's services", () => {
    const world = newWorld();
    const { cloud, ec2, refusal, subnetId: SubnetId } = world;
    const InstanceId = newInstance(world);
    const [primary] = ec2("DescribeNetworkInterfaces", {}).NetworkInterfaces;
    expect(refusal("DetachNetworkInterface", { AttachmentId: primary!.Attachment!.AttachmentId })).toBe(
      "OperationNotPermitted: The network interface at device index 0 and networkCard index 0 cannot be detached.",
    );
    const managed = addNetworkInterface(cloud, {
      SubnetId,
      RequesterId: "amazon-elb",
      RequesterManaged: true,
    });
    attachToService(cloud, managed, "amazon-elb");
    expect(refusal("DetachNetworkInterface", { AttachmentId: managed.Attachment!.AttachmentId })).toBe(
      "OperationNotPermitted: You are not allowed to manage 'ela-attach' attachments.",
    );
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", { SubnetId }).NetworkInterface;
    const { AttachmentId } = ec2("AttachNetworkInterface", {
      InstanceId,
      NetworkInterfaceId,
      DeviceIndex: 1,
    });
    ec2("DetachNetworkInterface", { AttachmentId });
    expect(refusal("DetachNetworkInterface", { AttachmentId })).toBe(
      `InvalidAttachmentID.NotFound: The attachment ID '${AttachmentId}' does not exist`,
    );
    ec2("DeleteNetworkInterface", { NetworkInterfaceId });
  });
});

describe("DeleteNetworkInterface", () => {
  it("is refused while the interface is attached", () => {
    const world = newWorld();
    newInstance(world);
    const { NetworkInterfaceId } = world.ec2("DescribeNetworkInterfaces", {}).NetworkInterfaces[0]!;
    expect(world.refusal("DeleteNetworkInterface", { NetworkInterfaceId })).toBe(
      `InvalidParameterValue: Network interface '${NetworkInterfaceId}' is currently in use.`,
    );
  });

  it("leaves interfaces of AWS's services to these", () => {
    const { cloud, ec2, refusal, subnetId: SubnetId } = newWorld();
    const { NetworkInterfaceId } = addNetworkInterface(cloud, { SubnetId, RequesterManaged: true });
    expect(refusal("DeleteNetworkInterface", { NetworkInterfaceId })).toBe(
      "AuthFailure: You do not have permission to access the specified resource.",
    );
    const service = { kind: "service", arn: "elasticloadbalancing.amazonaws.com" } as const;
    cloud.call(service, "ec2", "DeleteNetworkInterface", { NetworkInterfaceId });
    expect(ec2("DescribeNetworkInterfaces", {}).NetworkInterfaces).toEqual([]);
  });
});

describe("AssignPrivateIpAddresses", () => {
  it("adds addresses and prefixes up to the limit of the instance type", () => {
    const world = newWorld();
    const { ec2, refusal } = world;
    newInstance(world, "t3.medium");
    const { NetworkInterfaceId } = ec2("DescribeNetworkInterfaces", {}).NetworkInterfaces[0]!;
    expect(
      ec2("AssignPrivateIpAddresses", { NetworkInterfaceId, SecondaryPrivateIpAddressCount: 3 }),
    ).toEqual({
      NetworkInterfaceId,
      AssignedPrivateIpAddresses: ["192.168.0.5", "192.168.0.6", "192.168.0.7"].map((PrivateIpAddress) => ({
        PrivateIpAddress,
      })),
      AssignedIpv4Prefixes: [],
    });
    expect(
      ec2("AssignPrivateIpAddresses", { NetworkInterfaceId, Ipv4PrefixCount: 2 }).AssignedIpv4Prefixes,
    ).toEqual([{ Ipv4Prefix: "192.168.0.16/28" }, { Ipv4Prefix: "192.168.0.32/28" }]);
    expect(
      refusal("AssignPrivateIpAddresses", { NetworkInterfaceId, SecondaryPrivateIpAddressCount: 1 }),
    ).toBe("PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.");
  });

  it("keeps prefixes and addresses apart", () => {
    const { ec2, subnetId: SubnetId } = newWorld();
    ec2("CreateNetworkInterface", { SubnetId, PrivateIpAddress: "192.168.0.20" });
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", {
      SubnetId,
      Ipv4PrefixCount: 1,
    }).NetworkInterface;
    const { AssignedIpv4Prefixes } = ec2("AssignPrivateIpAddresses", {
      NetworkInterfaceId,
      Ipv4PrefixCount: 1,
    });
    expect(AssignedIpv4Prefixes).toEqual([{ Ipv4Prefix: "192.168.0.48/28" }]);
    const request = { SubnetId, SecondaryPrivateIpAddressCount: 15 };
    const { PrivateIpAddresses } = ec2("CreateNetworkInterface", request).NetworkInterface;
    // .16 to .31 but for .20 are free; .32 to .63 are delegated.
    expect(PrivateIpAddresses.at(-1)?.PrivateIpAddress).toBe("192.168.0.21");
  });

  it("finds no prefix in a subnet that is in pieces", () => {
    const { ec2, refusal, vpcId: VpcId } = newWorld();
    const { SubnetId } = ec2("CreateSubnet", { VpcId, CidrBlock: "192.168.1.0/27" }).Subnet;
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", { SubnetId }).NetworkInterface;
    // The upper half ends with the broadcast address, the lower one starts with AWS's own.
    expect(refusal("AssignPrivateIpAddresses", { NetworkInterfaceId, Ipv4PrefixCount: 1 })).toBe(
      "InsufficientCidrBlocks: The specified subnet does not have enough free cidr blocks to satisfy the request.",
    );
  });

  it("leaves no interface behind where there is no prefix for it", () => {
    const { ec2, refusal, vpcId: VpcId } = newWorld();
    const { SubnetId } = ec2("CreateSubnet", { VpcId, CidrBlock: "192.168.1.0/27" }).Subnet;
    expect(refusal("CreateNetworkInterface", { SubnetId, Ipv4PrefixCount: 1 })).toBe(
      "InsufficientCidrBlocks: The specified subnet does not have enough free cidr blocks to satisfy the request.",
    );
    const Filters = [{ Name: "subnet-id", Values: [SubnetId] }];
    expect(ec2("DescribeNetworkInterfaces", { Filters }).NetworkInterfaces).toEqual([]);
  });

  it("wants to know how many", () => {
    const { ec2, refusal, subnetId: SubnetId } = newWorld();
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", { SubnetId }).NetworkInterface;
    expect(refusal("AssignPrivateIpAddresses", { NetworkInterfaceId })).toBe(
      "InvalidParameterCombination: Either privateIpAddresses, secondaryPrivateIpAddressCount or ipv4PrefixCount must be specified",
    );
  });
});

describe("UnassignPrivateIpAddresses", () => {
  it("frees addresses and prefixes, but for the primary address and those of others", () => {
    const { ec2, refusal, subnetId: SubnetId } = newWorld();
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", {
      SubnetId,
      SecondaryPrivateIpAddressCount: 1,
      Ipv4PrefixCount: 1,
    }).NetworkInterface;
    const unassign = (PrivateIpAddresses: string[]) => ({ NetworkInterfaceId, PrivateIpAddresses });
    expect(refusal("UnassignPrivateIpAddresses", unassign(["192.168.0.4"]))).toBe(
      "InvalidParameterValue: The primary private IP address 192.168.0.4 cannot be unassigned.",
    );
    expect(refusal("UnassignPrivateIpAddresses", unassign(["192.168.0.9"]))).toBe(
      `InvalidParameterValue: Some of the specified addresses are not assigned to interface ${NetworkInterfaceId}`,
    );
    ec2("UnassignPrivateIpAddresses", { ...unassign(["192.168.0.5"]), Ipv4Prefixes: ["192.168.0.16/28"] });
    expect(ec2("DescribeSubnets", {}).Subnets[0]?.AvailableIpAddressCount).toBe(250);
  });
});
