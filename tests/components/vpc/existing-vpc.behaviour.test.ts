import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import {
  existingNetworkProblems,
  Vpc,
  type ExistingVpc,
  type ExistingVpcArgs,
  type FoundSubnet,
  type FoundVpc,
} from "../../../components/index.ts";
import { refusalOf, runProgram, type Answers } from "../../support/pulumi-program.ts";
import { networkOf } from "../../support/network.ts";

const VPC = "vpc-0123456789abcdef0";
const subnetId = (index: number) => `subnet-0123456789abcdef${index}`;

const found: Readonly<Record<string, FoundSubnet>> = Object.fromEntries(
  ["a", "b", "c"].map((zone, index) => [
    subnetId(index),
    {
      id: subnetId(index),
      vpcId: VPC,
      availabilityZone: `ap-northeast-2${zone}`,
      cidrBlock: `10.0.${index}.0/24`,
      mapPublicIpOnLaunch: true,
    },
  ]),
);

const vpc: FoundVpc = { id: VPC, enableDnsHostnames: true, enableDnsSupport: true };

const cloud: Answers = {
  calls: {
    "aws:ec2/getSubnet:getSubnet": ({ id }) => ({ ...found[String(id)] }),
    "aws:ec2/getVpc:getVpc": () => ({ ...vpc }),
  },
};

const existing: ExistingVpc = {
  vpcId: VPC,
  publicSubnetIds: [subnetId(0), subnetId(1)],
  privateSubnetIds: [subnetId(2)],
};

describe("an existing VPC", () => {
  it("makes nothing, and gives out what a new one does", async () => {
    const { result, resources } = await runProgram(() => new Vpc("net", { existing }), cloud);
    expect(resources.map(({ type }) => type)).toEqual(["multicluster-ingress:index:Vpc"]);
    expect(await networkOf(result)).toEqual({
      vpcId: VPC,
      publicSubnetIds: [subnetId(0), subnetId(1)],
      privateSubnetIds: [subnetId(2)],
      publicSubnetCidrBlocks: ["10.0.0.0/24", "10.0.1.0/24"],
      privateSubnetCidrBlocks: ["10.0.2.0/24"],
      availabilityZones: ["ap-northeast-2a", "ap-northeast-2b"],
    });
  });

  it("refuses values that are not ids, and fewer than two public subnets, before it looks anything up", async () => {
    const wrong = { vpcId: "myvpc", publicSubnetIds: ["subnet-1"], privateSubnetIds: [subnetId(2)] };
    expect(await refusalOf(() => new Vpc("net", { existing: wrong }))).toBe(
      [
        'Vpc "net" has 3 problems:',
        '  - existing.vpcId is "myvpc"; use a VPC id such as vpc-0123456789abcdef0',
        '  - existing.publicSubnetIds[0] is "subnet-1"; use a subnet id such as subnet-0123456789abcdef0',
        "  - existing.publicSubnetIds has 1 of the two or more that a load balancer needs; add subnets of other zones",
      ].join("\n"),
    );
  });

  it("is not given out before its subnets are known to fit", async () => {
    const { result } = await runProgram(
      () => {
        const made = new aws.ec2.Subnet("made", { vpcId: VPC });
        return new Vpc("net", { existing: { ...existing, publicSubnetIds: [subnetId(0), made.id] } });
      },
      { ...cloud, preview: true },
    );
    expect(await isKnown(result.vpcId)).toBe(false);
  });

  it("may have private subnets only, in two zones or more", async () => {
    const privateOnly = { vpcId: VPC, privateSubnetIds: [subnetId(0), subnetId(1)] };
    const { result } = await runProgram(() => new Vpc("net", { existing: privateOnly }), cloud);
    expect(await networkOf(result)).toEqual({
      vpcId: VPC,
      publicSubnetIds: [],
      privateSubnetIds: [subnetId(0), subnetId(1)],
      publicSubnetCidrBlocks: [],
      privateSubnetCidrBlocks: ["10.0.0.0/24", "10.0.1.0/24"],
      availabilityZones: ["ap-northeast-2a", "ap-northeast-2b"],
    });
    const one = { vpcId: VPC, privateSubnetIds: [subnetId(0)] };
    expect(Vpc.problems("net", { existing: one })).toEqual([
      {
        keys: ["existing", "privateSubnetIds"],
        path: "existing.privateSubnetIds",
        reason: "has 1 of the two or more that a load balancer needs; add subnets of other zones",
      },
    ]);
    expect(Vpc.problems("net", { existing: { vpcId: VPC } })).toEqual([
      {
        keys: ["existing", "publicSubnetIds"],
        path: "existing.publicSubnetIds",
        reason: "has 0 of the two or more that a load balancer needs; add subnets of other zones",
      },
    ]);
    const [first] = Object.values(found);
    expect(
      existingNetworkProblems({ vpc, public: [], private: [first!, first!] }, { publicNodes: true }),
    ).toEqual([
      {
        keys: ["existing", "privateSubnetIds"],
        path: "existing.privateSubnetIds",
        reason: "are all in ap-northeast-2a; a load balancer needs subnets in two zones or more",
      },
    ]);
  });

  it("refuses a subnet that is there twice, and settings of a new VPC beside it", () => {
    const twice = { ...existing, publicSubnetIds: [subnetId(0), subnetId(0)] };
    const args = { existing: twice, cidrBlock: "10.0.0.0/16", natGateways: undefined };
    expect(Vpc.problems("net", args as ExistingVpcArgs)).toEqual([
      {
        keys: ["existing", "publicSubnetIds", 1],
        path: "existing.publicSubnetIds[1]",
        reason: 'is "subnet-0123456789abcdef0", as is existing.publicSubnetIds[0]; name it once',
      },
      {
        keys: ["cidrBlock"],
        path: "cidrBlock",
        reason: "is given beside existing, a VPC that stays as it is; leave one of the two out",
      },
    ]);
  });
});

describe("subnets of an existing VPC", () => {
  const [first, second] = Object.values(found) as [FoundSubnet, FoundSubnet];
  const closed = { ...second, mapPublicIpOnLaunch: false };
  const use = { publicNodes: true };

  it("may be in different zones of the VPC", () => {
    expect(existingNetworkProblems({ vpc, public: [first, second], private: [closed] }, use)).toEqual([]);
  });

  it("are refused in one zone, or in another VPC", () => {
    expect(
      existingNetworkProblems(
        { vpc, public: [first, first], private: [{ ...second, vpcId: "vpc-other" }] },
        use,
      ),
    ).toEqual([
      {
        keys: ["existing", "privateSubnetIds", 0],
        path: "existing.privateSubnetIds[0]",
        reason: `is ${second.id}, a subnet of vpc-other; use subnets of existing.vpcId, ${VPC}`,
      },
      {
        keys: ["existing", "publicSubnetIds"],
        path: "existing.publicSubnetIds",
        reason: "are all in ap-northeast-2a; a load balancer needs subnets in two zones or more",
      },
    ]);
  });

  it("are refused without public addresses where nodes stand", () => {
    const network = { vpc, public: [first, closed], private: [] };
    expect(existingNetworkProblems(network, use)).toEqual([
      {
        keys: ["existing", "publicSubnetIds", 1],
        path: "existing.publicSubnetIds[1]",
        reason:
          `is ${second.id}, which gives instances no public addresses, so that nodes there would reach nothing; ` +
          "turn on its mapPublicIpOnLaunch, or put node groups into private subnets",
      },
    ]);
    expect(existingNetworkProblems(network, { publicNodes: false })).toEqual([]);
  });

  it.each([
    [{ enableDnsSupport: false }, "enableDnsSupport is off"],
    [{ enableDnsHostnames: false }, "enableDnsHostnames is off"],
    [
      { enableDnsSupport: false, enableDnsHostnames: false },
      "enableDnsSupport and enableDnsHostnames are off",
    ],
  ])("are refused in a VPC with %o", (attributes, words) => {
    expect(
      existingNetworkProblems({ vpc: { ...vpc, ...attributes }, public: [first, second], private: [] }, use),
    ).toEqual([
      {
        keys: ["existing", "vpcId"],
        path: "existing.vpcId",
        reason: `is ${VPC}, whose ${words}, but nodes find their cluster by DNS; turn on both`,
      },
    ]);
  });
});

/** Whether an Output has a value in the run that has just ended. */
function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return (output as unknown as { readonly isKnown: Promise<boolean> }).isKnown;
}
