import { describe, expect, it } from "vitest";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { newGroup, newInternetGateway, newWorld } from "./support.ts";

describe("CreateVpc", () => {
  it("makes a main route table with the local route and a default group whose members reach each other", () => {
    const { ec2, vpcId } = newWorld();
    const { RouteTables } = ec2("DescribeRouteTables", {});
    expect(RouteTables).toMatchObject([
      {
        VpcId: vpcId,
        Associations: [{ Main: true }],
        Routes: [{ DestinationCidrBlock: "192.168.0.0/16", GatewayId: "local", State: "active" }],
      },
    ]);
    const { SecurityGroups } = ec2("DescribeSecurityGroups", {});
    const [group] = SecurityGroups;
    expect(SecurityGroups).toMatchObject([
      {
        GroupName: "default",
        Description: "default VPC security group",
        IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: group?.GroupId }] }],
        IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
      },
    ]);
  });

  it("clears the host bits of the block", () => {
    const { ec2 } = newWorld();
    expect(ec2("CreateVpc", { CidrBlock: "100.68.0.18/18" }).Vpc.CidrBlock).toBe("100.68.0.0/18");
  });

  it.each([
    ["10.0.0.0/15", "InvalidVpc.Range: The CIDR '10.0.0.0/15' is invalid."],
    ["10.0.0.0/29", "InvalidVpc.Range: The CIDR '10.0.0.0/29' is invalid."],
    ["169.254.0.0/16", "InvalidVpc.Range: The CIDR '169.254.0.0/16' is invalid."],
    [
      "10.0.0.0",
      "InvalidParameterValue: Value (10.0.0.0) for parameter cidrBlock is invalid. This is not a valid CIDR block.",
    ],
  ])("refuses %s", (CidrBlock, message) => {
    expect(newWorld().refusal("CreateVpc", { CidrBlock })).toBe(message);
  });

  it("refuses a sixth VPC", () => {
    const { ec2, refusal } = newWorld();
    for (const second of [1, 2, 3, 4]) ec2("CreateVpc", { CidrBlock: `10.${second}.0.0/16` });
    expect(refusal("CreateVpc", { CidrBlock: "10.5.0.0/16" })).toBe(
      "VpcLimitExceeded: The maximum number of VPCs has been reached.",
    );
  });
});

describe("DescribeVpcs", () => {
  it("finds by id, tag and block", () => {
    const { ec2 } = newWorld();
    const TagSpecifications = [{ ResourceType: "vpc", Tags: [{ Key: "team", Value: "net" }] }];
    const { VpcId } = ec2("CreateVpc", { CidrBlock: "10.0.0.0/16", TagSpecifications }).Vpc;
    const found = (request: Parameters<typeof ec2<"DescribeVpcs">>[1]) =>
      ec2("DescribeVpcs", request).Vpcs.map((vpc) => vpc.VpcId);
    expect(found({ VpcIds: [VpcId] })).toEqual([VpcId]);
    expect(found({ Filters: [{ Name: "tag:team", Values: ["net"] }] })).toEqual([VpcId]);
    expect(found({ Filters: [{ Name: "cidr", Values: ["10.*"] }] })).toEqual([VpcId]);
  });

  it("shows no more than the API does", () => {
    const { ec2, vpcId } = newWorld();
    const [vpc] = ec2("DescribeVpcs", {}).Vpcs;
    expect(vpc).toEqual({
      VpcId: vpcId,
      OwnerId: "123456789012",
      CidrBlock: "192.168.0.0/16",
      CidrBlockAssociationSet: [
        {
          AssociationId: expect.stringMatching(/^vpc-cidr-assoc-[0-9a-f]{17}$/),
          CidrBlock: "192.168.0.0/16",
          CidrBlockState: { State: "associated" },
        },
      ],
      DhcpOptionsId: expect.stringMatching(/^dopt-[0-9a-f]{17}$/),
      InstanceTenancy: "default",
      IsDefault: false,
      State: "available",
      Tags: [],
    });
  });

  it("names an id that does not exist", () => {
    expect(newWorld().refusal("DescribeVpcs", { VpcIds: ["vpc-1"] })).toBe(
      "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist",
    );
  });
});

it("changes DNS attributes one by one", () => {
  const { ec2, vpcId: VpcId } = newWorld();
  ec2("ModifyVpcAttribute", { VpcId, EnableDnsHostnames: { Value: true } });
  const read = (Attribute: "enableDnsHostnames" | "enableDnsSupport" | "enableNetworkAddressUsageMetrics") =>
    ec2("DescribeVpcAttribute", { VpcId, Attribute });
  expect(read("enableDnsHostnames")).toEqual({ VpcId, EnableDnsHostnames: { Value: true } });
  expect(read("enableDnsSupport")).toEqual({ VpcId, EnableDnsSupport: { Value: true } });
  expect(read("enableNetworkAddressUsageMetrics")).toEqual({
    VpcId,
    EnableNetworkAddressUsageMetrics: { Value: false },
  });
});

describe("DeleteVpc", () => {
  it("takes route table, default group and rules along", () => {
    const { cloud, ec2, vpcId, subnetId } = newWorld();
    ec2("DeleteSubnet", { SubnetId: subnetId });
    ec2("DeleteVpc", { VpcId: vpcId });
    const { vpcs, routeTables, securityGroups, securityGroupRules } = ec2State(cloud);
    expect([vpcs, routeTables, securityGroups, securityGroupRules].map(({ size }) => size)).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it.each(["a subnet", "an internet gateway", "a security group", "a route table"])(
    "is refused while the VPC has %s",
    (content) => {
      const world = newWorld();
      const { ec2, refusal, vpcId: VpcId, subnetId: SubnetId } = world;
      if (content !== "a subnet") ec2("DeleteSubnet", { SubnetId });
      if (content === "an internet gateway") newInternetGateway(world);
      if (content === "a security group") newGroup(world, "web");
      if (content === "a route table") ec2("CreateRouteTable", { VpcId });
      expect(refusal("DeleteVpc", { VpcId })).toBe(
        `DependencyViolation: The vpc '${VpcId}' has dependencies and cannot be deleted.`,
      );
    },
  );
});

describe("further blocks of a VPC", () => {
  it("are local in every route table and open to subnets", () => {
    const { ec2, vpcId: VpcId } = newWorld();
    const { AssociationId } = ec2("AssociateVpcCidrBlock", {
      VpcId,
      CidrBlock: "100.64.0.0/16",
    }).CidrBlockAssociation;
    const destinations = () =>
      ec2("DescribeRouteTables", {}).RouteTables[0]?.Routes.map((route) => route.DestinationCidrBlock);
    expect(destinations()).toEqual(["192.168.0.0/16", "100.64.0.0/16"]);
    const { SubnetId } = ec2("CreateSubnet", { VpcId, CidrBlock: "100.64.0.0/19" }).Subnet;
    ec2("DeleteSubnet", { SubnetId });
    ec2("DisassociateVpcCidrBlock", { AssociationId });
    expect(destinations()).toEqual(["192.168.0.0/16"]);
  });

  it("may not overlap, be more than five, or go while in use", () => {
    const { ec2, refusal, vpcId: VpcId } = newWorld();
    expect(refusal("AssociateVpcCidrBlock", { VpcId, CidrBlock: "192.168.128.0/17" })).toBe(
      "InvalidVpc.Range: The CIDR '192.168.128.0/17' conflicts with another CIDR",
    );
    const { AssociationId } = ec2("AssociateVpcCidrBlock", {
      VpcId,
      CidrBlock: "100.64.0.0/16",
    }).CidrBlockAssociation;
    ec2("CreateSubnet", { VpcId, CidrBlock: "100.64.0.0/19" });
    expect(refusal("DisassociateVpcCidrBlock", { AssociationId })).toBe(
      `DependencyViolation: The vpc CIDR block association '${AssociationId}' has dependencies and cannot be deleted.`,
    );
    for (const second of [65, 66, 67]) {
      ec2("AssociateVpcCidrBlock", { VpcId, CidrBlock: `100.${second}.0.0/16` });
    }
    expect(refusal("AssociateVpcCidrBlock", { VpcId, CidrBlock: "100.68.0.0/16" })).toBe(
      `CidrLimitExceeded: This network '${VpcId}' has met its maximum number of allowed CIDRs: 5`,
    );
  });

  /** What EC2 says to a further block beside that which a VPC is made with; "taken" where it takes it. */
  function added(first: string, ...blocks: string[]): string {
    const { ec2, refusal } = newWorld();
    const { VpcId } = ec2("CreateVpc", { CidrBlock: first }).Vpc;
    const last = blocks.pop()!;
    for (const CidrBlock of blocks) ec2("AssociateVpcCidrBlock", { VpcId, CidrBlock });
    try {
      ec2("AssociateVpcCidrBlock", { VpcId, CidrBlock: last });
      return "taken";
    } catch {
      return refusal("AssociateVpcCidrBlock", { VpcId, CidrBlock: last })!;
    }
  }

  it("are /16 to /28", () => {
    const sizes = ["100.64.0.0/15", "100.64.0.0/16", "100.64.0.0/28", "100.64.0.0/29"];
    expect(sizes.map((block) => added("192.168.0.0/16", block))).toEqual([
      "InvalidVpc.Range: The CIDR '100.64.0.0/15' is invalid.",
      "taken",
      "taken",
      "InvalidVpc.Range: The CIDR '100.64.0.0/29' is invalid.",
    ]);
  });

  it.each([
    ["10.2.0.0/16", ["10.3.0.0/16", "100.64.0.0/16", "8.8.0.0/16", "198.18.0.0/16", "10.0.0.0/16"], "taken"],
    ["10.2.0.0/16", ["172.16.0.0/16", "192.168.0.0/16", "198.19.0.0/16"], "restricted"],
    ["10.1.0.0/16", ["10.0.0.0/24", "10.0.255.0/24"], "restricted"],
    ["10.1.0.0/16", ["10.2.0.0/16"], "taken"],
    ["172.16.0.0/16", ["172.17.0.0/16", "172.30.0.0/16", "100.127.0.0/16"], "taken"],
    ["172.16.0.0/16", ["172.31.0.0/16", "10.0.0.0/16", "192.168.0.0/16", "198.19.0.0/24"], "restricted"],
    ["192.168.0.0/20", ["192.168.16.0/20", "100.64.0.0/16", "172.32.0.0/16"], "taken"],
    ["192.168.0.0/20", ["10.0.0.0/16", "172.31.0.0/16", "198.19.0.0/16"], "restricted"],
    ["198.19.0.0/17", ["198.19.128.0/17", "100.64.0.0/16"], "taken"],
    ["198.19.0.0/17", ["10.0.0.0/16"], "restricted"],
    ["100.64.0.0/16", ["100.65.0.0/16", "8.8.0.0/16"], "taken"],
    ["100.64.0.0/16", ["10.0.0.0/16", "198.19.0.0/16"], "restricted"],
  ])("beside %s, %j are %s", (first, blocks, expected) => {
    const words = (block: string) =>
      expected === "taken"
        ? "taken"
        : `InvalidVpc.Range: The CIDR '${block}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html`;
    expect(blocks.map((block) => added(first, block))).toEqual(blocks.map(words));
  });

  it("of any kind restrict the beginning of 10.0.0.0/8", () => {
    expect(added("10.2.0.0/16", "10.1.0.0/16", "10.0.0.0/16")).toContain("is restricted");
  });

  it("beside a route to addresses in them are not simulated", () => {
    const world = newWorld();
    const { ec2, vpcId: VpcId } = world;
    const { RouteTableId } = ec2("CreateRouteTable", { VpcId }).RouteTable;
    const GatewayId = newInternetGateway(world);
    ec2("CreateRoute", { RouteTableId, DestinationCidrBlock: "100.64.7.0/24", GatewayId });
    expect(() => ec2("AssociateVpcCidrBlock", { VpcId, CidrBlock: "100.64.0.0/16" })).toThrow(
      "NotSimulated: block 100.64.0.0/16 beside a route to addresses in it",
    );
  });

  it("keep the first one", () => {
    const { ec2, refusal } = newWorld();
    const { AssociationId } = ec2("DescribeVpcs", {}).Vpcs[0]!.CidrBlockAssociationSet[0]!;
    expect(refusal("DisassociateVpcCidrBlock", { AssociationId })).toBe(
      `OperationNotPermitted: The vpc CIDR block with association ID ${AssociationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    );
    expect(refusal("DisassociateVpcCidrBlock", { AssociationId: "vpc-cidr-assoc-1" })).toBe(
      "InvalidVpcCidrBlockAssociationID.NotFound: The vpc CIDR block association ID 'vpc-cidr-assoc-1' does not exist",
    );
  });
});

it("is plain data that another cloud can take over", () => {
  const { cloud, ec2 } = newWorld();
  const other = new SimulatedCloud();
  ec2State(other).vpcs.restore(JSON.parse(JSON.stringify(ec2State(cloud).vpcs)));
  expect(other.call(other.administrator, "ec2", "DescribeVpcs", {})).toEqual(ec2("DescribeVpcs", {}));
});
