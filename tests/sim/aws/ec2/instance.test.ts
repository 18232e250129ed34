import { describe, expect, it } from "vitest";
import type { Operations, OutputOf } from "../../../../sim/core/cloud.ts";
import { resumeEc2 } from "../../../../sim/aws/ec2/resume.ts";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { newGroup, newInstance, newWorld, type World } from "./support.ts";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLE";

function stateOf({ ec2 }: World, InstanceId: string): string | undefined {
  return ec2("DescribeInstances", { InstanceIds: [InstanceId] }).Reservations[0]?.Instances[0]?.State.Name;
}

/** A request for one t3.medium in the world's subnet. */
const one = ({ subnetId }: World) => ({
  MinCount: 1,
  MaxCount: 1,
  ImageId: "ami-1",
  InstanceType: "t3.medium",
  SubnetId: subnetId,
});

type Description = OutputOf<
  Operations["ec2"]["DescribeInstances"]
>["Reservations"][number]["Instances"][number];

describe("RunInstances", () => {
  it("starts instances with a primary interface", () => {
    const world = newWorld();
    const { ec2, cloud, vpcId, subnetId } = world;
    const GroupId = newGroup(world, "nodes");
    const { Instances } = ec2("RunInstances", {
      ...one(world),
      SecurityGroupIds: [GroupId],
      MetadataOptions: { HttpPutResponseHopLimit: 1 },
      TagSpecifications: [
        { ResourceType: "instance", Tags: [{ Key: "Name", Value: "node" }] },
        { ResourceType: "network-interface", Tags: [{ Key: "a", Value: "1" }] },
      ],
    });
    const Groups = [{ GroupId, GroupName: "nodes" }];
    expect(Instances).toMatchObject([
      {
        InstanceType: "t3.medium",
        State: { Name: "pending", Code: 0 },
        LaunchTime: "2026-01-01T00:00:00Z",
        Placement: { AvailabilityZone: "ap-northeast-2a" },
        VpcId: vpcId,
        SubnetId: subnetId,
        PrivateIpAddress: "192.168.0.4",
        PrivateDnsName: "ip-192-168-0-4.ap-northeast-2.compute.internal",
        SecurityGroups: Groups,
        NetworkInterfaces: [
          {
            Groups,
            Status: "in-use",
            Attachment: { DeviceIndex: 0, DeleteOnTermination: true },
            TagSet: [{ Key: "a" }],
          },
        ],
        MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 1, State: "applied" },
        Tags: [{ Key: "Name", Value: "node" }],
      },
    ]);
    cloud.clock.advance(60_000);
    expect(stateOf(world, Instances[0]!.InstanceId)).toBe("running");
  });

  it("takes what the request leaves out from a launch template, in the version that it names", () => {
    const world = newWorld();
    const { ec2, refusal } = world;
    const { LaunchTemplateId } = ec2("CreateLaunchTemplate", {
      LaunchTemplateName: "nodes",
      LaunchTemplateData: {
        ImageId: "ami-template",
        InstanceType: "t3.large",
        TagSpecifications: [
          {
            ResourceType: "instance",
            Tags: [
              { Key: "a", Value: "1" },
              { Key: "b", Value: "1" },
            ],
          },
        ],
      },
    }).LaunchTemplate;
    ec2("CreateLaunchTemplateVersion", { LaunchTemplateId, LaunchTemplateData: { ImageId: "ami-2" } });
    const request = { MinCount: 1, MaxCount: 1, SubnetId: world.subnetId };
    const run = (Version: string | undefined, InstanceType?: string) =>
      ec2("RunInstances", {
        ...request,
        InstanceType,
        LaunchTemplate: { LaunchTemplateId, Version },
        TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "b", Value: "2" }] }],
      }).Instances[0];
    expect(run(undefined)).toMatchObject({
      ImageId: "ami-template",
      InstanceType: "t3.large",
      Tags: [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "2" },
      ],
    });
    expect(run("$Latest", "t3.small")).toMatchObject({ ImageId: "ami-2", InstanceType: "t3.small" });
    expect(refusal("RunInstances", { ...request, LaunchTemplate: { LaunchTemplateId, Version: "3" } })).toBe(
      `InvalidLaunchTemplateId.VersionNotFound: Could not find the specified version 3 for the launch template with ID ${LaunchTemplateId}.`,
    );
  });

  it.each([
    [{ InstanceType: "t3.giant" }, "InvalidParameterValue: Invalid value 't3.giant' for InstanceType."],
    [{ KeyName: "mine" }, "InvalidKeyPair.NotFound: The key pair 'mine' does not exist"],
    [{ ImageId: undefined }, "MissingParameter: The request must contain the parameter ImageId"],
    [{ SubnetId: undefined }, "MissingParameter: The request must contain the parameter SubnetId"],
    [{ SecurityGroupIds: ["sg-1"] }, "InvalidGroup.NotFound: The security group 'sg-1' does not exist"],
    [
      { MetadataOptions: { HttpPutResponseHopLimit: 65 } },
      "InvalidParameterValue: Value (65) for parameter HttpPutResponseHopLimit is invalid. The value must be between 1 and 64.",
    ],
    [
      { SecurityGroupIds: ["sg-1"], NetworkInterfaces: [{ DeviceIndex: 0 }] },
      "InvalidParameterCombination: Network interfaces and an instance-level security groups may not be specified on the same request",
    ],
    [
      { LaunchTemplate: { LaunchTemplateName: "nodes" } },
      "InvalidLaunchTemplateName.NotFoundException: The specified launch template, with template name nodes, does not exist.",
    ],
  ])("refuses %j and leaves nothing behind", (change, message) => {
    const world = newWorld();
    expect(world.refusal("RunInstances", { ...one(world), ...change })).toBe(message);
    expect(ec2State(world.cloud).networkInterfaces.size).toBe(0);
    expect(ec2State(world.cloud).instances.size).toBe(0);
  });

  it("takes a key pair that exists", () => {
    const world = newWorld();
    world.ec2("ImportKeyPair", { KeyName: "mine", PublicKeyMaterial: KEY });
    expect(world.ec2("RunInstances", { ...one(world), KeyName: "mine" }).Instances[0]?.KeyName).toBe("mine");
  });

  it("starts as many as fit, if these are enough", () => {
    const world = newWorld();
    const { SubnetId } = world.ec2("CreateSubnet", {
      VpcId: world.vpcId,
      CidrBlock: "192.168.1.0/28",
    }).Subnet;
    const request = { ...one(world), SubnetId, MaxCount: 20 };
    expect(world.refusal("RunInstances", { ...request, MinCount: 12 })).toBe(
      "InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.",
    );
    expect(ec2State(world.cloud).instances.size).toBe(0);
    expect(world.ec2("RunInstances", { ...request, MinCount: 11 }).Instances).toHaveLength(11);
  });

  it("attaches an interface that is there, and leaves it when the instance ends", () => {
    const world = newWorld();
    const { ec2, cloud, subnetId: SubnetId } = world;
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", { SubnetId }).NetworkInterface;
    const [instance] = ec2("RunInstances", {
      ...one(world),
      NetworkInterfaces: [{ NetworkInterfaceId }],
    }).Instances;
    ec2("TerminateInstances", { InstanceIds: [instance!.InstanceId] });
    cloud.clock.advance(60_000);
    expect(ec2("DescribeNetworkInterfaces", {}).NetworkInterfaces).toMatchObject([
      { NetworkInterfaceId, Status: "available" },
    ]);
  });

  it("gives a public address on request", () => {
    const world = newWorld();
    const [instance] = world.ec2("RunInstances", {
      ...one(world),
      NetworkInterfaces: [{ AssociatePublicIpAddress: true }],
    }).Instances;
    const address = instance!.PublicIpAddress!;
    expect(instance!.PublicDnsName).toBe(
      `ec2-${address.replaceAll(".", "-")}.ap-northeast-2.compute.amazonaws.com`,
    );
  });
});

describe("TerminateInstances", () => {
  it("ends instances and their interfaces, and forgets them after an hour", () => {
    const world = newWorld();
    const { ec2, cloud } = world;
    const InstanceId = newInstance(world);
    cloud.clock.advance(60_000);
    expect(ec2("TerminateInstances", { InstanceIds: [InstanceId] }).TerminatingInstances).toEqual([
      {
        InstanceId,
        PreviousState: { Name: "running", Code: 16 },
        CurrentState: { Name: "shutting-down", Code: 32 },
      },
    ]);
    expect(ec2State(cloud).networkInterfaces.size).toBe(1);
    cloud.clock.advance(60_000);
    expect(stateOf(world, InstanceId)).toBe("terminated");
    expect(ec2State(cloud).networkInterfaces.size).toBe(0);
    cloud.clock.advance(3_600_000);
    expect(ec2State(cloud).instances.size).toBe(0);
  });

  it("leaves interfaces of the VPC CNI behind, detached", () => {
    const world = newWorld();
    const { ec2, cloud, subnetId: SubnetId } = world;
    const InstanceId = newInstance(world);
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", { SubnetId }).NetworkInterface;
    ec2("AttachNetworkInterface", { InstanceId, NetworkInterfaceId, DeviceIndex: 1 });
    ec2("TerminateInstances", { InstanceIds: [InstanceId] });
    cloud.clock.advance(60_000);
    expect(ec2("DescribeNetworkInterfaces", {}).NetworkInterfaces).toMatchObject([
      { NetworkInterfaceId, Status: "available" },
    ]);
  });

  it("ends an instance that is still starting", () => {
    const world = newWorld();
    const InstanceId = newInstance(world);
    world.ec2("TerminateInstances", { InstanceIds: [InstanceId] });
    world.cloud.clock.advance(20_000);
    expect(stateOf(world, InstanceId)).toBe("shutting-down");
    world.cloud.clock.advance(40_000);
    expect(stateOf(world, InstanceId)).toBe("terminated");
  });
});

it("names every instance that does not exist", () => {
  const { refusal } = newWorld();
  expect(refusal("DescribeInstances", { InstanceIds: ["i-1"] })).toBe(
    "InvalidInstanceID.NotFound: The instance ID 'i-1' does not exist",
  );
  expect(refusal("TerminateInstances", { InstanceIds: ["i-1", "i-2"] })).toBe(
    "InvalidInstanceID.NotFound: The instance IDs 'i-1, i-2' do not exist",
  );
});

it("finds instances by state, tag and address", () => {
  const world = newWorld();
  const { ec2, cloud } = world;
  const first = newInstance(world);
  cloud.clock.advance(60_000);
  const second = newInstance(world);
  ec2("CreateTags", { Resources: [second], Tags: [{ Key: "a", Value: "1" }] });
  const found = (Name: string, Value: string) =>
    ec2("DescribeInstances", { Filters: [{ Name, Values: [Value] }] }).Reservations.flatMap(({ Instances }) =>
      Instances.map(({ InstanceId }) => InstanceId),
    );
  expect(found("instance-state-name", "running")).toEqual([first]);
  expect(found("tag:a", "1")).toEqual([second]);
  expect(found("private-ip-address", "192.168.0.4")).toEqual([first]);
});

it.each([
  ["instance-id", ({ InstanceId }: Description) => InstanceId],
  ["instance-type", ({ InstanceType }: Description) => InstanceType],
  ["instance-state-code", ({ State }: Description) => String(State.Code)],
  ["vpc-id", ({ VpcId }: Description) => VpcId],
  ["subnet-id", ({ SubnetId }: Description) => SubnetId],
  ["availability-zone", ({ Placement }: Description) => Placement.AvailabilityZone],
  ["private-dns-name", ({ PrivateDnsName }: Description) => PrivateDnsName],
  ["instance.group-id", ({ SecurityGroups }: Description) => SecurityGroups[0]?.GroupId],
])("finds instances by %s", (Name, valueOf) => {
  const world = newWorld();
  newInstance(world);
  const list = (Value: string) =>
    world
      .ec2("DescribeInstances", { Filters: [{ Name, Values: [Value] }] })
      .Reservations.flatMap(({ Instances }) => Instances);
  const [instance] = world.ec2("DescribeInstances", {}).Reservations[0]!.Instances;
  expect([list(valueOf(instance!)!), list("something else")]).toEqual([[instance], []]);
});

it("goes on in a world that was saved while instances were starting", () => {
  const world = newWorld();
  const InstanceId = newInstance(world);
  const loaded = new SimulatedCloud();
  for (const table of ["vpcs", "subnets", "networkInterfaces", "instances"] as const) {
    ec2State(loaded)[table].restore(JSON.parse(JSON.stringify(ec2State(world.cloud)[table])));
  }
  resumeEc2(loaded);
  loaded.clock.advance(60_000);
  expect(ec2State(loaded).instances.get(InstanceId).State).toBe("running");
});
