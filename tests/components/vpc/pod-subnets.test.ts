import { describe, expect, it } from "vitest";
import { planSubnets, Vpc, type NewVpcArgs } from "../../../components/index.ts";
import { runProgram, summary, valueOf, type Answers } from "../../support/pulumi-program.ts";

const ZONES = ["ap-northeast-2a", "ap-northeast-2c"];

const cloud: Answers = {
  outputs: ({ type, name, inputs }) =>
    type === "awsx:ec2:Vpc"
      ? {
          vpcId: "vpc-1",
          publicSubnetIds: ["subnet-1", "subnet-2"],
          privateSubnetIds: ["subnet-3", "subnet-4"],
          routeTableAssociations: [
            { subnetId: "subnet-4", routeTableId: "rtb-4" },
            { subnetId: "subnet-3", routeTableId: "rtb-3" },
          ],
        }
      : { ...inputs, id: name },
};

function reasons(args: NewVpcArgs): string[] {
  return Vpc.problems("net", args).map(({ path, reason }) => `${path} ${reason}`);
}

describe("further blocks of a VPC to make", () => {
  it("have a subnet for pods in each zone, with the way out of the zone's private subnet and the tag for nodes", async () => {
    const { result, resources, resource } = await runProgram(
      () =>
        new Vpc("net", {
          availabilityZoneNames: ZONES,
          secondaryCidrBlocks: ["100.64.0.0/16", "100.65.0.0/16"],
          tags: { team: "platform" },
        }),
      cloud,
    );
    expect(
      resources
        .slice(2)
        .map(summary)
        .map((one) => one.split(" after")[0]),
    ).toEqual([
      "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation net-block-100-64-0-0-16",
      "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation net-block-100-65-0-0-16",
      ...["100-64-0-0-19", "100-64-32-0-19", "100-65-0-0-19", "100-65-32-0-19"].map(
        (block) => `aws:ec2/subnet:Subnet net-pods-${block}`,
      ),
      ...["100-64-0-0-19", "100-64-32-0-19", "100-65-0-0-19", "100-65-32-0-19"].map(
        (block) => `aws:ec2/routeTableAssociation:RouteTableAssociation net-pods-routes-${block}`,
      ),
    ]);
    expect(resource("net-pods-100-64-32-0-19").inputs).toEqual({
      vpcId: "vpc-1",
      cidrBlock: "100.64.32.0/19",
      availabilityZone: "ap-northeast-2c",
      tags: { team: "platform", "kubernetes.io/role/cni": "1", Name: "net-pods-100-64-32-0-19" },
    });
    expect(await valueOf(result.podSubnetIds)).toEqual({
      "ap-northeast-2a": expect.stringContaining("net-pods-100-64-0-0-19"),
      "ap-northeast-2c": expect.stringContaining("net-pods-100-64-32-0-19"),
    });
    expect(await valueOf(result.podSubnetCidrBlocks)).toEqual(["100.64.0.0/19", "100.65.0.0/19"]);
    expect(result.endpoints).toHaveLength(4);
  });

  it("keep their parts when zones are added", () => {
    const [three, six] = [3, 6].map((availabilityZoneCount) =>
      planSubnets({
        availabilityZoneCount,
        secondaryCidrBlocks: ["100.64.0.0/16"],
      }).podSubnetCidrBlocks.flat(),
    );
    expect(six!.slice(0, 3)).toEqual(three);
    expect(six!.at(-1)).toBe("100.64.160.0/19");
  });

  it("are /16 to /25, in canonical form", () => {
    const sizes = ["/15", "/16", "/25", "/26"].map((size) => `100.64.0.0${size}`);
    expect(sizes.map((block) => reasons({ secondaryCidrBlocks: [block] }))).toEqual([
      [
        "secondaryCidrBlocks[0] is 100.64.0.0/15; use /16 to /25, as a VPC takes and as leaves each zone an eighth that is a subnet",
      ],
      [],
      [],
      [
        "secondaryCidrBlocks[0] is 100.64.0.0/26; use /16 to /25, as a VPC takes and as leaves each zone an eighth that is a subnet",
      ],
    ]);
    expect(reasons({ secondaryCidrBlocks: ["100.64.0.1/16", "pods"] })).toEqual([
      'secondaryCidrBlocks[0] is "100.64.0.1/16", with bits beyond its prefix; use 100.64.0.0/16',
      'secondaryCidrBlocks[1] is "pods"; use an IPv4 block such as 100.64.0.0/16',
    ]);
  });

  it("are four at most", () => {
    const blocks = [64, 65, 66, 67, 68].map((second) => `100.${second}.0.0/16`);
    expect(reasons({ secondaryCidrBlocks: blocks.slice(1) })).toEqual([]);
    expect(reasons({ secondaryCidrBlocks: blocks })).toEqual([
      "secondaryCidrBlocks has 5 blocks; a VPC has at most 5, cidrBlock among them",
    ]);
  });

  it("are of a range that goes with the VPC's, and apart from all others", () => {
    const [block, cidrBlock] = ["10.0.0.0/16", "10.1.0.0/16"];
    expect(
      reasons({ cidrBlock, secondaryCidrBlocks: ["10.2.0.0/16", "100.64.0.0/16", "8.8.0.0/16"] }),
    ).toEqual([]);
    expect(
      reasons({ cidrBlock, secondaryCidrBlocks: [block, "192.168.0.0/16", "10.1.128.0/17", "127.0.0.0/16"] }),
    ).toEqual([
      "secondaryCidrBlocks[0] is 10.0.0.0/16, in 10.0.0.0/16, of which AWS takes none beside 10.1.0.0/16; use one of 100.64.0.0/10, or of the same private range",
      "secondaryCidrBlocks[1] is 192.168.0.0/16, in 192.168.0.0/16, of which AWS takes none beside 10.1.0.0/16; use one of 100.64.0.0/10, or of the same private range",
      "secondaryCidrBlocks[2] is 10.1.128.0/17, which overlaps 10.1.0.0/16; use blocks apart",
      "secondaryCidrBlocks[3] is 127.0.0.0/16, in 127.0.0.0/8, which AWS keeps; use one such as 100.64.0.0/16",
    ]);
    expect(reasons({ secondaryCidrBlocks: ["100.64.0.0/16", "100.64.128.0/17"] })).toEqual([
      "secondaryCidrBlocks[1] is 100.64.128.0/17, which overlaps 100.64.0.0/16; use blocks apart",
    ]);
  });
});
