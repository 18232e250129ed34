import { describe, expect, it } from "vitest";
import { Vpc, type VpcArgs } from "../../../components/index.ts";
import { refusalOf, runProgram, valueOf, type Answers } from "../../support/pulumi-program.ts";
import { networkOf } from "../../support/network.ts";

const zones: Answers["calls"] = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({
    names: ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c", "ap-northeast-2d"],
  }),
};

const cloud: Answers = {
  calls: zones,
  outputs: ({ type }) =>
    type === "awsx:ec2:Vpc"
      ? { vpcId: "vpc-1", publicSubnetIds: ["subnet-1"], privateSubnetIds: ["subnet-2"] }
      : {},
};

const publicTags = { "kubernetes.io/role/elb": "1" };
const privateTags = { "kubernetes.io/role/internal-elb": "1" };

const problemsOf = (args: VpcArgs) => refusalOf(() => new Vpc("net", args));

describe("a VPC to make", () => {
  it("has a public and a private /22 in each of three zones by default, with role tags and no cluster tags", async () => {
    const { resources } = await runProgram(() => new Vpc("net"), cloud);
    expect(resources).toEqual([
      expect.objectContaining({ type: "multicluster-ingress:index:Vpc", name: "net" }),
      expect.objectContaining({
        type: "awsx:ec2:Vpc",
        name: "net",
        parent: "net",
        inputs: {
          cidrBlock: "192.168.0.0/16",
          numberOfAvailabilityZones: 3,
          natGateways: { strategy: "None" },
          subnetStrategy: "Auto",
          subnetSpecs: [
            {
              type: "Public",
              cidrBlocks: ["192.168.0.0/22", "192.168.4.0/22", "192.168.8.0/22"],
              tags: publicTags,
            },
            {
              type: "Private",
              cidrBlocks: ["192.168.12.0/22", "192.168.16.0/22", "192.168.20.0/22"],
              tags: privateTags,
            },
          ],
          enableDnsHostnames: true,
          enableDnsSupport: true,
        },
      }),
    ]);
  });

  it("gives out ids, blocks and zones", async () => {
    const { result } = await runProgram(() => new Vpc("net"), cloud);
    expect(await networkOf(result)).toEqual({
      vpcId: "vpc-1",
      publicSubnetIds: ["subnet-1"],
      privateSubnetIds: ["subnet-2"],
      publicSubnetCidrBlocks: ["192.168.0.0/22", "192.168.4.0/22", "192.168.8.0/22"],
      privateSubnetCidrBlocks: ["192.168.12.0/22", "192.168.16.0/22", "192.168.20.0/22"],
      availabilityZones: ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"],
    });
  });

  it.each([
    ["none", "None"],
    ["single", "Single"],
    ["one-per-zone", "OnePerAz"],
  ] as const)("with NAT %s asks awsx for %s", async (natGateways, strategy) => {
    const { resources } = await runProgram(() => new Vpc("net", { natGateways }), cloud);
    expect(resources[1]?.inputs["natGateways"]).toEqual({ strategy });
  });

  it("takes named zones, its own blocks, tags, no private subnets, and a transform", async () => {
    const { result, resources } = await runProgram(
      () =>
        new Vpc("net", {
          cidrBlock: "10.0.0.0/20",
          availabilityZoneNames: ["ap-northeast-2a", "ap-northeast-2c"],
          publicSubnetCidrBlocks: ["10.0.0.0/24", "10.0.1.0/24"],
          privateSubnetCidrBlocks: [],
          tags: { team: "platform" },
          transform: { vpc: { instanceTenancy: "dedicated" } },
        }),
      cloud,
    );
    expect(resources[1]?.inputs).toEqual({
      cidrBlock: "10.0.0.0/20",
      availabilityZoneNames: ["ap-northeast-2a", "ap-northeast-2c"],
      natGateways: { strategy: "None" },
      subnetStrategy: "Auto",
      subnetSpecs: [{ type: "Public", cidrBlocks: ["10.0.0.0/24", "10.0.1.0/24"], tags: publicTags }],
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { team: "platform" },
      instanceTenancy: "dedicated",
    });
    expect(await valueOf(result.availabilityZones)).toEqual(["ap-northeast-2a", "ap-northeast-2c"]);
  });
});

describe("args of a VPC to make", () => {
  it("refuses one zone, as a load balancer needs two", async () => {
    expect(await problemsOf({ availabilityZoneCount: 1 })).toBe(
      'Vpc "net": availabilityZoneCount is 1; use a whole number from 2 to 6',
    );
    expect(await problemsOf({ availabilityZoneNames: ["ap-northeast-2a"] })).toBe(
      'Vpc "net": availabilityZoneNames is ["ap-northeast-2a"]; name two zones or more, each once, as a load ' +
        "balancer needs two",
    );
  });

  it.each([
    ["10.0.0.0", 'is "10.0.0.0"; use an IPv4 block such as 192.168.0.0/16'],
    ["10.0.7.1/16", 'is "10.0.7.1/16", with bits beyond its prefix; use 10.0.0.0/16'],
    ["10.0.0.0/33", 'is "10.0.0.0/33"; use an IPv4 block such as 192.168.0.0/16'],
    ["10.0.0.0/15", "is 10.0.0.0/15; a VPC is /16 to /28"],
    ["10.0.0.0/29", "is 10.0.0.0/29; a VPC is /16 to /28"],
    [
      "169.254.0.0/20",
      "is 169.254.0.0/20, in 169.254.0.0/16, which AWS keeps; use a private block such as 10.0.0.0/16",
    ],
  ])("refuses the block %s", async (cidrBlock, reason) => {
    expect(await problemsOf({ cidrBlock })).toBe(`Vpc "net": cidrBlock ${reason}`);
  });

  it("refuses tags that AWS would not take, or that mean something on a subnet", async () => {
    const tags = { "kubernetes.io/role/elb": "1", "": "x", owner: "a,b", "aws:stack": "x", team: "platform" };
    const characters = "letters, digits, spaces and any of _ . : / = + - @";
    expect(await problemsOf({ tags })).toBe(
      [
        'Vpc "net" has 4 problems:',
        '  - tags["kubernetes.io/role/elb"] is a key to which AWS, Kubernetes or this package gives a meaning; use another key',
        `  - tags[""] is not a key of a tag; use 1 to 128 ${characters}`,
        `  - tags["owner"] is "a,b"; use up to 256 ${characters}`,
        '  - tags["aws:stack"] is a key to which AWS, Kubernetes or this package gives a meaning; use another key',
      ].join("\n"),
    );
  });

  it("refuses more tags than fit beside those of others", async () => {
    const tags = Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`key${index}`, ""]));
    expect(await problemsOf({ tags })).toBe(
      'Vpc "net": tags has 41 tags; use 40 or fewer, as AWS allows 50 and some are added',
    );
  });

  it("refuses a VPC whose 64ths are too small for a load balancer", async () => {
    const reason =
      "would be /30, a 64th of 10.0.0.0/24 each, but a load balancer wants /27 or larger; give larger blocks, or a " +
      "larger cidrBlock";
    expect(await problemsOf({ cidrBlock: "10.0.0.0/24" })).toBe(
      `Vpc "net" has 2 problems:\n  - publicSubnetCidrBlocks ${reason}\n  - privateSubnetCidrBlocks ${reason}`,
    );
  });

  it("names every subnet that is outside, overlapping, too small, no block at all, or missing", async () => {
    expect(
      await problemsOf({
        availabilityZoneCount: 2,
        publicSubnetCidrBlocks: ["192.168.0.0/24", "192.168.0.128/25"],
        privateSubnetCidrBlocks: ["10.0.0.0/24", "192.168.9.0/28", "nonsense"],
        natGateways: "two" as "single",
      }),
    ).toBe(
      [
        'Vpc "net" has 6 problems:',
        '  - natGateways is "two"; use one of none, single, one-per-zone',
        "  - privateSubnetCidrBlocks has 3 blocks for 2 zones; give one block per zone",
        "  - publicSubnetCidrBlocks[1] is 192.168.0.128/25, which overlaps publicSubnetCidrBlocks[0], 192.168.0.0/24; " +
          "use blocks apart",
        "  - privateSubnetCidrBlocks[0] is 10.0.0.0/24, outside the VPC's 192.168.0.0/16; use a block inside it",
        "  - privateSubnetCidrBlocks[1] is 192.168.9.0/28; a load balancer wants /27 or larger, use a larger block",
        '  - privateSubnetCidrBlocks[2] is "nonsense"; use an IPv4 block such as 192.168.0.0/22',
      ].join("\n"),
    );
  });

  it("refuses a number of zones beside their names", async () => {
    expect(await problemsOf({ availabilityZoneCount: 2, availabilityZoneNames: ["a-1a", "a-1b"] })).toBe(
      'Vpc "net": availabilityZoneCount is given beside availabilityZoneNames; give one of the two',
    );
  });
});
