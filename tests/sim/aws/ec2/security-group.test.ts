import { describe, expect, it } from "vitest";
import { newGroup, newWorld } from "./support.ts";

describe("CreateSecurityGroup", () => {
  it("makes a group that lets everything out and nothing in", () => {
    const { ec2, vpcId: VpcId } = newWorld();
    const created = ec2("CreateSecurityGroup", {
      GroupName: "web",
      Description: "frontend",
      VpcId,
      TagSpecifications: [{ ResourceType: "security-group", Tags: [{ Key: "team", Value: "net" }] }],
    });
    const { GroupId } = created;
    const SecurityGroupArn = `arn:aws:ec2:ap-northeast-2:123456789012:security-group/${GroupId}`;
    expect(created).toEqual({ GroupId, SecurityGroupArn, Tags: [{ Key: "team", Value: "net" }] });
    expect(ec2("DescribeSecurityGroups", { GroupIds: [GroupId] }).SecurityGroups).toEqual([
      {
        GroupId,
        GroupName: "web",
        Description: "frontend",
        VpcId,
        OwnerId: "123456789012",
        Tags: [{ Key: "team", Value: "net" }],
        SecurityGroupArn,
        IpPermissions: [],
        IpPermissionsEgress: [
          {
            IpProtocol: "-1",
            IpRanges: [{ CidrIp: "0.0.0.0/0" }],
            Ipv6Ranges: [],
            PrefixListIds: [],
            UserIdGroupPairs: [],
          },
        ],
      },
    ]);
  });

  it("refuses a second group of one name in a VPC, not in another", () => {
    const world = newWorld();
    const { ec2, refusal, vpcId: VpcId } = world;
    newGroup(world, "web");
    const request = { GroupName: "web", Description: "web" };
    expect(refusal("CreateSecurityGroup", { ...request, VpcId })).toBe(
      `InvalidGroup.Duplicate: The security group 'web' already exists for VPC '${VpcId}'`,
    );
    const other = ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc.VpcId;
    expect(ec2("CreateSecurityGroup", { ...request, VpcId: other }).GroupId).toMatch(/^sg-0[0-9a-f]{16}$/);
  });

  it.each([
    [{ GroupName: "default" }, "InvalidParameterValue: Cannot use reserved security group name: default"],
    [
      { GroupName: "sg-web" },
      "InvalidParameterValue: Value (sg-web) for parameter GroupName is invalid. Group names may not be in the format sg-*",
    ],
    [
      { GroupName: "wéb" },
      "InvalidParameterValue: Value (wéb) for parameter GroupName is invalid. Character sets beyond ASCII are not supported.",
    ],
    [{ GroupName: "" }, "MissingParameter: The request must contain the parameter groupName"],
    [{ Description: "" }, "MissingParameter: The request must contain the parameter GroupDescription"],
    [
      { Description: "it's" },
      "InvalidParameterValue: Invalid security group description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
    ],
    [{ VpcId: undefined }, "MissingParameter: The request must contain the parameter vpcId"],
    [{ VpcId: "vpc-1" }, "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist"],
  ])("refuses %j", (change, message) => {
    const { refusal, vpcId } = newWorld();
    const request = { GroupName: "web", Description: "web", VpcId: vpcId, ...change };
    expect(refusal("CreateSecurityGroup", request)).toBe(message);
  });
});

it("describes groups by VPC, name, tag and id", () => {
  const world = newWorld();
  const { ec2, refusal, vpcId } = world;
  const web = newGroup(world, "web");
  ec2("CreateTags", { Resources: [web], Tags: [{ Key: "kubernetes.io/cluster/myeks", Value: "owned" }] });
  const found = (...Filters: { Name: string; Values: string[] }[]) =>
    ec2("DescribeSecurityGroups", { Filters }).SecurityGroups.map(({ GroupName }) => GroupName);
  expect(found({ Name: "vpc-id", Values: [vpcId] })).toEqual(["default", "web"]);
  expect(found({ Name: "group-name", Values: ["w*"] })).toEqual(["web"]);
  expect(found({ Name: "tag:kubernetes.io/cluster/myeks", Values: ["owned", "shared"] })).toEqual(["web"]);
  expect(refusal("DescribeSecurityGroups", { GroupIds: ["sg-1"] })).toBe(
    "InvalidGroup.NotFound: The security group 'sg-1' does not exist",
  );
});

describe("DeleteSecurityGroup", () => {
  it("refuses to delete a group that an interface uses", () => {
    const world = newWorld();
    const { ec2, refusal, subnetId: SubnetId } = world;
    const GroupId = newGroup(world, "web");
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", {
      SubnetId,
      Groups: [GroupId],
    }).NetworkInterface;
    const message = `DependencyViolation: resource ${GroupId} has a dependent object`;
    expect(refusal("DeleteSecurityGroup", { GroupId })).toBe(message);
    ec2("DeleteNetworkInterface", { NetworkInterfaceId });
    expect(ec2("DeleteSecurityGroup", { GroupId })).toEqual({ Return: true, GroupId });
  });

  it("refuses to delete a group that a rule of another group names, but not one that names itself", () => {
    const world = newWorld();
    const { ec2, refusal } = world;
    const backend = newGroup(world, "backend");
    const nodes = newGroup(world, "nodes");
    const from = (GroupId: string) => [
      { IpProtocol: "tcp", FromPort: 80, ToPort: 80, UserIdGroupPairs: [{ GroupId }] },
    ];
    ec2("AuthorizeSecurityGroupIngress", { GroupId: nodes, IpPermissions: from(backend) });
    ec2("AuthorizeSecurityGroupIngress", { GroupId: backend, IpPermissions: from(backend) });
    expect(refusal("DeleteSecurityGroup", { GroupId: backend })).toBe(
      `DependencyViolation: resource ${backend} has a dependent object`,
    );
    ec2("RevokeSecurityGroupIngress", { GroupId: nodes, IpPermissions: from(backend) });
    ec2("DeleteSecurityGroup", { GroupId: backend });
  });

  it("keeps the group that every VPC has", () => {
    const { ec2, refusal } = newWorld();
    const { GroupId } = ec2("DescribeSecurityGroups", {}).SecurityGroups[0]!;
    expect(refusal("DeleteSecurityGroup", { GroupId })).toBe(
      `CannotDelete: the specified group: "${GroupId}" name: "default" cannot be deleted by a user`,
    );
  });
});
