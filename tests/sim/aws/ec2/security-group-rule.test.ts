import { describe, expect, it } from "vitest";
import type { IpPermission } from "../../../../sim/aws/ec2/ip-permission.ts";
import { newGroup, newWorld, type World } from "./support.ts";

const HTTP = { IpProtocol: "tcp", FromPort: 80, ToPort: 80 };
const FROM_ANYWHERE = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

function ingressOf({ ec2 }: World, GroupId: string) {
  return ec2("DescribeSecurityGroups", { GroupIds: [GroupId] }).SecurityGroups[0]!.IpPermissions;
}

/** A world with a group `web` to which rules are added. */
function withGroup() {
  const world = newWorld();
  const GroupId = newGroup(world, "web");
  const add = (...IpPermissions: IpPermission[]) =>
    world.ec2("AuthorizeSecurityGroupIngress", { GroupId, IpPermissions });
  const refused = (...IpPermissions: IpPermission[]) =>
    world.refusal("AuthorizeSecurityGroupIngress", { GroupId, IpPermissions });
  return { world, GroupId, add, refused };
}

describe("AuthorizeSecurityGroupIngress", () => {
  it("answers one rule per peer and describes those of one port range together", () => {
    const { world, GroupId, add } = withGroup();
    const backend = newGroup(world, "backend");
    const { SecurityGroupRules } = add({
      ...HTTP,
      IpRanges: [{ CidrIp: "10.0.0.0/8" }, { CidrIp: "172.16.0.0/12", Description: "office" }],
      UserIdGroupPairs: [{ GroupId: backend, Description: "elbv2.k8s.aws/targetGroupBinding=shared" }],
    });
    expect(SecurityGroupRules.map(({ SecurityGroupRuleId: _id, ...rule }) => rule)).toEqual(
      [
        { CidrIpv4: "10.0.0.0/8" },
        { CidrIpv4: "172.16.0.0/12", Description: "office" },
        {
          ReferencedGroupInfo: { GroupId: backend, UserId: "123456789012" },
          Description: "elbv2.k8s.aws/targetGroupBinding=shared",
        },
      ].map((peer) => ({
        GroupId,
        GroupOwnerId: "123456789012",
        IsEgress: false,
        ...HTTP,
        ...peer,
        Tags: [],
      })),
    );
    expect(ingressOf(world, GroupId)).toEqual([
      {
        ...HTTP,
        IpRanges: [{ CidrIp: "10.0.0.0/8" }, { CidrIp: "172.16.0.0/12", Description: "office" }],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [
          {
            GroupId: backend,
            UserId: "123456789012",
            Description: "elbv2.k8s.aws/targetGroupBinding=shared",
          },
        ],
      },
    ]);
  });

  it.each<[IpPermission, IpPermission, string]>([
    [HTTP, FROM_ANYWHERE, "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW"],
    [{ IpProtocol: "-1" }, FROM_ANYWHERE, "peer: 0.0.0.0/0, ALL, ALLOW"],
    [{ IpProtocol: "icmp" }, FROM_ANYWHERE, "peer: 0.0.0.0/0, ICMP, type: ALL, code: ALL, ALLOW"],
    [
      { IpProtocol: "icmp", FromPort: 8, ToPort: 0 },
      FROM_ANYWHERE,
      "peer: 0.0.0.0/0, ICMP, type: 8, code: 0, ALLOW",
    ],
    [{ IpProtocol: "50" }, FROM_ANYWHERE, "peer: 0.0.0.0/0, protocol: 50, ALLOW"],
    [HTTP, { Ipv6Ranges: [{ CidrIpv6: "::/0" }] }, "peer: ::/0, TCP, from port: 80, to port: 80, ALLOW"],
  ])("refuses a rule that is there, whatever its description: %j", (scope, peer, name) => {
    const { add, refused } = withGroup();
    add({ ...scope, ...peer });
    const again = peer.IpRanges ? { IpRanges: [{ CidrIp: "0.0.0.0/0", Description: "again" }] } : peer;
    expect(refused({ ...scope, ...again })).toBe(
      `InvalidPermission.Duplicate: the specified rule "${name}" already exists`,
    );
  });

  it("names the group in a duplicate", () => {
    const { add, refused, world } = withGroup();
    const peer = { ...HTTP, UserIdGroupPairs: [{ GroupId: newGroup(world, "backend") }] };
    add(peer);
    expect(refused(peer)).toBe(
      `InvalidPermission.Duplicate: the specified rule "peer: ${peer.UserIdGroupPairs[0]!.GroupId}, TCP, from port: 80, to port: 80, ALLOW" already exists`,
    );
  });

  it("adds all rules or none", () => {
    const { world, GroupId, add, refused } = withGroup();
    add({ ...HTTP, ...FROM_ANYWHERE });
    refused(
      { IpProtocol: "tcp", FromPort: 443, ToPort: 443, ...FROM_ANYWHERE },
      { ...HTTP, ...FROM_ANYWHERE },
    );
    expect(ingressOf(world, GroupId).map(({ FromPort }) => FromPort)).toEqual([80]);
  });

  it("allows sixty rules", () => {
    const { add, refused } = withGroup();
    const peers = (count: number, second: number) => ({
      ...HTTP,
      IpRanges: Array.from({ length: count }, (_, index) => ({ CidrIp: `10.${second}.${index}.0/24` })),
    });
    add(peers(60, 0));
    expect(refused(peers(1, 1))).toBe(
      "RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached.",
    );
  });

  it.each<[IpPermission, string]>([
    [
      { IpProtocol: "tcp", ...FROM_ANYWHERE },
      "InvalidParameterValue: Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
    ],
    [
      { IpProtocol: "tcp", FromPort: 90, ToPort: 80, ...FROM_ANYWHERE },
      "InvalidParameterValue: Invalid TCP/UDP port range (90:80)",
    ],
    [
      { IpProtocol: "tcp", FromPort: 80, ToPort: 70_000, ...FROM_ANYWHERE },
      "InvalidParameterValue: Port out of range",
    ],
    [
      { IpProtocol: "http", ...FROM_ANYWHERE },
      "InvalidParameterValue: Invalid value 'http' for IP protocol. Unknown protocol.",
    ],
    [
      FROM_ANYWHERE,
      "InvalidParameterValue: Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly.",
    ],
    [
      HTTP,
      "InvalidParameterValue: Invalid value '' for IP permission. Specify at least one source or destination.",
    ],
    [
      { ...HTTP, IpRanges: [{ CidrIp: "10.0.0.0" }] },
      "InvalidParameterValue: CIDR block 10.0.0.0 is malformed",
    ],
    [
      { ...HTTP, Ipv6Ranges: [{ CidrIpv6: "10.0.0.0/8" }] },
      "InvalidParameterValue: CIDR block 10.0.0.0/8 is malformed",
    ],
    [
      { ...HTTP, IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "it's" }] },
      "InvalidParameterValue: Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
    ],
    [
      { ...HTTP, UserIdGroupPairs: [{ GroupId: "sg-1" }] },
      "InvalidGroup.NotFound: The security group 'sg-1' does not exist",
    ],
    [
      { ...HTTP, PrefixListIds: [{ PrefixListId: "pl-1" }] },
      "InvalidPrefixListID.NotFound: The prefix list ID 'pl-1' does not exist",
    ],
    [
      { ...HTTP, IpRanges: [{ CidrIp: "10.0.0.0/8" }, { CidrIp: "10.1.0.0/8" }] },
      "InvalidParameterValue: The same permission must not appear multiple times",
    ],
  ])("refuses %j", (permission, message) => {
    expect(withGroup().refused(permission)).toBe(message);
  });

  it("refuses a group of another VPC", () => {
    const { world, refused } = withGroup();
    const VpcId = world.ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc.VpcId;
    const { GroupId } = world.ec2("CreateSecurityGroup", { GroupName: "x", Description: "x", VpcId });
    expect(refused({ ...HTTP, UserIdGroupPairs: [{ GroupId }] })).toBe(
      "InvalidGroup.NotFound: You have specified two resources that belong to different networks.",
    );
  });

  it("knows protocols by number, and clears host bits", () => {
    const { world, GroupId, add } = withGroup();
    add({ IpProtocol: "6", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "10.1.2.3/8" }] });
    expect(ingressOf(world, GroupId)).toMatchObject([
      { IpProtocol: "tcp", IpRanges: [{ CidrIp: "10.0.0.0/8" }] },
    ]);
  });
});

describe("RevokeSecurityGroupIngress", () => {
  it("takes rules by what they say, without regard to descriptions, or by id", () => {
    const { world, GroupId, add } = withGroup();
    const rule = { ...HTTP, IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "office" }] };
    const { SecurityGroupRules } = add(rule, { IpProtocol: "-1", ...FROM_ANYWHERE });
    world.ec2("RevokeSecurityGroupIngress", {
      GroupId,
      IpPermissions: [{ ...HTTP, IpRanges: [{ CidrIp: "10.0.0.0/8" }] }],
    });
    const { SecurityGroupRuleId } = SecurityGroupRules[1]!;
    world.ec2("RevokeSecurityGroupIngress", { GroupId, SecurityGroupRuleIds: [SecurityGroupRuleId] });
    expect(ingressOf(world, GroupId)).toEqual([]);
  });

  it("refuses when one of the rules is not there, and takes none", () => {
    const { world, GroupId, add } = withGroup();
    add({ ...HTTP, ...FROM_ANYWHERE });
    const IpPermissions = [
      { ...HTTP, ...FROM_ANYWHERE },
      { IpProtocol: "-1", ...FROM_ANYWHERE },
    ];
    expect(world.refusal("RevokeSecurityGroupIngress", { GroupId, IpPermissions })).toBe(
      "InvalidPermission.NotFound: The specified rule does not exist in this security group.",
    );
    expect(ingressOf(world, GroupId)).toHaveLength(1);
    expect(world.refusal("RevokeSecurityGroupIngress", { GroupId, SecurityGroupRuleIds: ["sgr-1"] })).toBe(
      "InvalidSecurityGroupRuleId.NotFound: The security group rule ID 'sgr-1' does not exist",
    );
  });
});

it("changes descriptions in place", () => {
  const { world, GroupId, add } = withGroup();
  const { SecurityGroupRuleId } = add({ ...HTTP, ...FROM_ANYWHERE }).SecurityGroupRules[0]!;
  world.ec2("UpdateSecurityGroupRuleDescriptionsIngress", {
    GroupId,
    IpPermissions: [{ ...HTTP, IpRanges: [{ CidrIp: "0.0.0.0/0", Description: "all" }] }],
  });
  const rule = () =>
    world.ec2("DescribeSecurityGroupRules", { SecurityGroupRuleIds: [SecurityGroupRuleId] })
      .SecurityGroupRules[0];
  expect(rule()).toMatchObject({ FromPort: 80, CidrIpv4: "0.0.0.0/0", Description: "all" });
});

it("keeps directions apart", () => {
  const { world, GroupId, add } = withGroup();
  add({ IpProtocol: "-1", ...FROM_ANYWHERE });
  const request = { GroupId, IpPermissions: [{ IpProtocol: "-1", ...FROM_ANYWHERE }] };
  expect(world.refusal("AuthorizeSecurityGroupEgress", request)).toBe(
    'InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, ALL, ALLOW" already exists',
  );
  world.ec2("RevokeSecurityGroupEgress", request);
  expect(ingressOf(world, GroupId)).toHaveLength(1);
});

it("tags rules", () => {
  const { world, GroupId } = withGroup();
  const Tags = [{ Key: "a", Value: "1" }];
  const { SecurityGroupRules } = world.ec2("AuthorizeSecurityGroupIngress", {
    GroupId,
    IpPermissions: [{ ...HTTP, ...FROM_ANYWHERE }],
    TagSpecifications: [{ ResourceType: "security-group-rule", Tags }],
  });
  expect(SecurityGroupRules[0]?.Tags).toEqual(Tags);
});
