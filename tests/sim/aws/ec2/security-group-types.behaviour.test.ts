/** Pulumi types of security groups and their rules. */
import { beforeEach, describe, expect, it } from "vitest";
import { rulesIn } from "../../../../sim/aws/ec2/security-group-rule.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import type { Properties } from "../../../../sim/core/resource-type.ts";
import { Provider, type ManagedResource } from "../../../support/provider.ts";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";

let cloud: SimulatedCloud;
let provider: Provider;
let vpcId: string;

beforeEach(() => {
  cloud = new SimulatedCloud();
  provider = new Provider(cloud);
  vpcId = cloud.call(cloud.administrator, "ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc.VpcId;
});

const newGroup = (inputs: Properties = {}, name = "web") =>
  provider.create(GROUP, name, { vpcId, ...inputs });

const HTTP = { protocol: "tcp", fromPort: 80, toPort: 80 };

/** The group's rules of one direction, as `protocol from-to peer`. */
function rules(group: ManagedResource, isEgress: boolean): string[] {
  return rulesIn(cloud, group.id, isEgress).map(
    ({ IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, ReferencedGroupInfo, Description = "" }) =>
      `${IpProtocol} ${FromPort}-${ToPort} ${CidrIpv4 ?? CidrIpv6 ?? ReferencedGroupInfo?.GroupId} ${Description}`.trim(),
  );
}

function expectComplete(resource: ManagedResource): void {
  expect(resource.missingInPreview()).toEqual([]);
  expect(resource.drift()).toEqual([]);
}

describe("SecurityGroup", () => {
  it("has a name of its own and, unlike a new group of EC2, no egress", () => {
    const group = newGroup({ tags: { Name: "web" } });
    expect(group.outputs).toEqual({
      arn: `arn:aws:ec2:ap-northeast-2:123456789012:security-group/${group.id}`,
      description: "Managed by Pulumi",
      egress: [],
      ingress: [],
      name: expect.stringMatching(/^web-[0-9a-f]{7}$/),
      namePrefix: "",
      ownerId: "123456789012",
      region: "ap-northeast-2",
      revokeRulesOnDelete: false,
      tags: { Name: "web" },
      tagsAll: { Name: "web" },
      vpcId,
    });
    expectComplete(group);
  });

  it("keeps inline rules as the program has them, in whatever order", () => {
    const peer = newGroup({}, "peer");
    const inputs = {
      ingress: [
        { ...HTTP, cidrBlocks: ["10.1.0.0/16", "10.2.0.0/16"], description: "offices" },
        { ...HTTP, securityGroups: [peer.id], self: true },
      ],
      egress: [
        { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
      ],
    };
    const group = newGroup(inputs);
    expect(rules(group, false)).toEqual([
      "tcp 80-80 10.1.0.0/16 offices",
      "tcp 80-80 10.2.0.0/16 offices",
      `tcp 80-80 ${peer.id}`,
      `tcp 80-80 ${group.id}`,
    ]);
    expect(rules(group, true)).toEqual(["-1 undefined-undefined 0.0.0.0/0", "-1 undefined-undefined ::/0"]);
    expectComplete(group);
    const [offices, peers] = inputs.ingress;
    const swapped = [peers, { ...offices, cidrBlocks: ["10.2.0.0/16", "10.1.0.0/16"] }];
    expect(group.diff({ vpcId, ...inputs, ingress: swapped }).changed).toEqual([]);

    const changed = {
      vpcId,
      ...inputs,
      ingress: [{ ...offices, cidrBlocks: ["10.1.0.0/16"], description: "one" }],
    };
    expect(group.diff(changed)).toMatchObject({ changed: ["ingress"], replace: [] });
    group.update(changed);
    expect(rules(group, false)).toEqual(["tcp 80-80 10.1.0.0/16 one"]);
    expect(group.drift()).toEqual([]);
  });

  it("shows rules that somebody else has added", () => {
    const group = newGroup({ ingress: [{ ...HTTP, cidrBlocks: ["10.0.0.0/8"] }] });
    cloud.call(cloud.administrator, "ec2", "AuthorizeSecurityGroupIngress", {
      GroupId: group.id,
      IpPermissions: [
        { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }], UserIdGroupPairs: [{ GroupId: group.id }] },
      ],
    });
    expect(group.drift()).toEqual(["ingress"]);
    expect(provider.import(GROUP, group.id)?.ingress).toEqual([
      {
        cidrBlocks: ["10.0.0.0/8"],
        description: "",
        fromPort: 80,
        ipv6CidrBlocks: [],
        prefixListIds: [],
        protocol: "tcp",
        securityGroups: [],
        self: false,
        toPort: 80,
      },
      {
        cidrBlocks: ["0.0.0.0/0"],
        description: "",
        fromPort: 0,
        ipv6CidrBlocks: [],
        prefixListIds: [],
        protocol: "-1",
        securityGroups: [],
        self: true,
        toPort: 0,
      },
    ]);
  });

  it("is replaced for another name, description or VPC", () => {
    const group = newGroup({ name: "web", description: "web" });
    expect(group.outputs).toMatchObject({ name: "web", description: "web" });
    const changed = { name: "other", description: "other", vpcId: "vpc-1" };
    expect(group.diff(changed).replace).toEqual(["description", "name", "vpcId"]);
    expect(newGroup({ namePrefix: "web-" }).outputs.name).toMatch(/^web-\d{18}[0-9a-f]{8}$/);
  });

  it("waits for interfaces to leave it, then gives up in AWS's words", () => {
    const group = newGroup();
    const { SubnetId } = cloud.call(cloud.administrator, "ec2", "CreateSubnet", {
      VpcId: vpcId,
      CidrBlock: "10.0.0.0/24",
    }).Subnet;
    const { NetworkInterfaceId } = cloud.call(cloud.administrator, "ec2", "CreateNetworkInterface", {
      SubnetId,
      Groups: [group.id],
    }).NetworkInterface;
    const start = cloud.clock.now();
    expect(() => group.delete()).toThrow(`resource ${group.id} has a dependent object`);
    expect(cloud.clock.now() - start).toBe(15 * 60_000);
    cloud.call(cloud.administrator, "ec2", "DeleteNetworkInterface", { NetworkInterfaceId });
    group.delete();
    group.delete();
    expect(group.drift()).toBeUndefined();
  });

  it("takes rules of other groups along only when it revokes", () => {
    const kept = newGroup({}, "kept");
    const revoking = newGroup({ revokeRulesOnDelete: true }, "revoking");
    const nodes = newGroup({ ingress: [{ ...HTTP, securityGroups: [kept.id, revoking.id] }] }, "nodes");
    expect(() => kept.delete()).toThrow(`resource ${kept.id} has a dependent object`);
    revoking.delete();
    expect(rules(nodes, false)).toEqual([`tcp 80-80 ${kept.id}`]);
  });

  it.each([
    [{ name: "sg-web" }, "name: invalid value for name (cannot begin with sg-)"],
    [
      { name: "a".repeat(256) },
      `name: expected length of name to be in the range (0 - 255), got ${"a".repeat(256)}`,
    ],
    [
      { namePrefix: "a".repeat(230) },
      `namePrefix: expected length of name_prefix to be in the range (0 - 229), got ${"a".repeat(230)}`,
    ],
    [{ name: "a", namePrefix: "b" }, 'name: "name": conflicts with name_prefix'],
    [
      { ingress: [{ ...HTTP, cidrBlocks: ["10.0.0.1/8"] }] },
      'ingress[0].cidrBlocks[0]: "10.0.0.1/8" is not a valid IPv4 CIDR block; did you mean "10.0.0.0/8"?',
    ],
    [
      { egress: [{ protocol: "-1", fromPort: 0, toPort: 65_535 }] },
      "egress[0]: from_port (0) and to_port (65535) must both be 0 to use the 'ALL' \"-1\" protocol!",
    ],
    [
      { ingress: [{ protocol: "tcp", fromPort: 80 }] },
      'ingress[0].toPort: Missing required argument. The argument "to_port" is required, but no definition was found.',
    ],
  ])("refuses %j in the provider's words", (inputs, failure) => {
    expect(provider.failures(GROUP, { vpcId, ...inputs })).toEqual([failure]);
  });

  it("does not pass over what is not modelled in a rule", () => {
    const inputs = { vpcId, ingress: [{ ...HTTP, colour: "red" }] };
    expect(() => provider.failures(GROUP, inputs)).toThrow(
      "NotSimulated: aws:ec2/securityGroup:SecurityGroup (input ingress.0.colour)",
    );
  });
});

describe("SecurityGroupRule", () => {
  it("is one permission, whose id is a checksum", () => {
    const group = newGroup();
    const inputs = { type: "ingress", securityGroupId: group.id, ...HTTP, cidrBlocks: ["10.0.0.0/8"] };
    const rule = provider.create(RULE, "http", { ...inputs, description: "offices" });
    expect(rule.id).toMatch(/^sgrule-\d+$/);
    expect(rule.outputs).toEqual({
      ...inputs,
      description: "offices",
      region: "ap-northeast-2",
      securityGroupRuleId: expect.stringMatching(/^sgr-/),
      self: false,
      sourceSecurityGroupId: "",
    });
    expectComplete(rule);
    rule.update({ ...inputs, description: "all offices" });
    expect(rules(group, false)).toEqual(["tcp 80-80 10.0.0.0/8 all offices"]);
    expect(rule.diff({ ...inputs, description: "all offices", toPort: 81 }).replace).toEqual(["toPort"]);
    rule.delete();
    rule.delete();
    expect(rule.drift()).toBeUndefined();
  });

  it("names another group, or its own", () => {
    const cluster = newGroup({}, "cluster");
    const nodes = newGroup({}, "nodes");
    const common = { type: "ingress", securityGroupId: nodes.id, protocol: "-1", fromPort: 0, toPort: 0 };
    const self = provider.create(RULE, "self", { ...common, self: true });
    const other = provider.create(RULE, "cluster", { ...common, sourceSecurityGroupId: cluster.id });
    expect(self.outputs).toMatchObject({ self: true, sourceSecurityGroupId: nodes.id });
    for (const rule of [self, other]) expectComplete(rule);
    expect(rules(nodes, false)).toEqual([
      `-1 undefined-undefined ${nodes.id}`,
      `-1 undefined-undefined ${cluster.id}`,
    ]);
    self.delete();
    expect(rules(nodes, false)).toEqual([`-1 undefined-undefined ${cluster.id}`]);
  });

  it("goes out as well, with a description of its own", () => {
    const group = newGroup();
    const inputs = {
      type: "egress",
      securityGroupId: group.id,
      protocol: "-1",
      fromPort: 0,
      toPort: 0,
      cidrBlocks: ["0.0.0.0/0"],
    };
    const rule = provider.create(RULE, "internet", inputs);
    rule.update({ ...inputs, description: "internet" });
    expect(rules(group, true)).toEqual(["-1 undefined-undefined 0.0.0.0/0 internet"]);
    rule.delete();
    expect(rules(group, true)).toEqual([]);
  });

  it("is gone when one of its rules or its group is", () => {
    const group = newGroup();
    const inputs = {
      type: "ingress",
      securityGroupId: group.id,
      ...HTTP,
      cidrBlocks: ["10.1.0.0/16", "10.2.0.0/16"],
    };
    const rule = provider.create(RULE, "http", inputs);
    expect(rule.outputs.securityGroupRuleId).toBe("");
    cloud.call(cloud.administrator, "ec2", "RevokeSecurityGroupIngress", {
      GroupId: group.id,
      IpPermissions: [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "10.1.0.0/16" }] }],
    });
    expect(rule.drift()).toBeUndefined();
    group.delete();
    expect(rule.drift()).toBeUndefined();
    rule.delete();
  });

  it.each([
    [
      {},
      'cidrBlocks: "cidr_blocks": one of `cidr_blocks,ipv6_cidr_blocks,prefix_list_ids,self,source_security_group_id` must be specified',
    ],
    [
      { cidrBlocks: ["10.0.0.0/8"], sourceSecurityGroupId: "sg-2" },
      'sourceSecurityGroupId: "source_security_group_id": conflicts with cidr_blocks',
    ],
  ])("refuses %j in the provider's words", (peers, failure) => {
    const inputs = { type: "ingress", securityGroupId: "sg-1", ...HTTP, ...peers };
    expect(provider.failures(RULE, inputs)).toEqual([failure]);
  });

  it("refuses ports with all protocols", () => {
    const inputs = {
      type: "egress",
      securityGroupId: "sg-1",
      protocol: "-1",
      fromPort: 80,
      toPort: 80,
      self: true,
    };
    expect(provider.failures(RULE, inputs)).toEqual([
      "protocol: from_port (80) and to_port (80) must both be 0 to use the 'ALL' \"-1\" protocol!",
    ]);
  });

  it("is imported by what it says, since EC2 has no id for many rules", () => {
    const group = newGroup();
    const cidrBlocks = ["10.1.0.0/16", "10.2.0.0/16"];
    const common = { type: "ingress", securityGroupId: group.id, ...HTTP };
    const rule = provider.create(RULE, "http", { ...common, cidrBlocks });
    provider.create(RULE, "self", { ...common, self: true });
    expect(provider.import(RULE, `${group.id}_ingress_tcp_80_80_10.1.0.0/16_10.2.0.0/16`)).toEqual(
      rule.outputs,
    );
    expect(provider.import(RULE, `${group.id}_ingress_tcp_80_80_self`)).toMatchObject({ self: true });
    expect(provider.import(RULE, `${group.id}_egress_tcp_80_80_10.1.0.0/16`)).toBeUndefined();
  });

  it.each([
    ["sgrule-1", "too few parts"],
    ["vpc-1_ingress_tcp_80_80_self", "invalid Security Group ID"],
    ["sg-1_inward_tcp_80_80_self", "expecting 'ingress' or 'egress'"],
    ["sg-1_ingress_http_80_80_self", "protocol must be tcp/udp/icmp/icmpv6/all or a number"],
    ["sg-1_ingress_icmp_256_0_self", "invalid icmp type"],
    ["sg-1_ingress_icmp_8_x_self", "invalid icmp code"],
    ["sg-1_ingress_tcp_http_80_self", "invalid from_port"],
    ["sg-1_ingress_tcp_80_http_self", "invalid to_port"],
    ["sg-1_ingress_tcp_443_80_self", "to_port lower than from_port"],
    [
      "sg-1_ingress_tcp_80_80_everybody",
      "source must be cidr, ipv6cidr, prefix list, 'self', or a Security Group ID",
    ],
  ])("is not imported by %s", (id, reason) => {
    expect(() => provider.import(RULE, id)).toThrow(
      `unexpected format for ID ("${id}"), expected SECURITYGROUPID_TYPE_PROTOCOL_FROMPORT_TOPORT_SOURCE[_SOURCE]*: ${reason}`,
    );
  });
});
