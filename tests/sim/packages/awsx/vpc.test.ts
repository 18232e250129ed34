import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../sim/core/resource-type.ts";
import { awsxVpcComponent } from "../../../../sim/packages/awsx/vpc.ts";
import recording from "../../../fixtures/component-traces/awsx-vpc-3.9.0.json" with { type: "json" };
import {
  RecordingExpansion,
  sortRegistrations,
  type Registration,
} from "../../../support/recording-expansion.ts";

const ZONES = ["a", "b", "c", "d"].map((letter) => `ap-northeast-2${letter}`);

/** Ids that the recording's provider gave out, by type and name. */
const recordedIds = idsOf(recording.registered as Registration[]);

function idsOf(registered: readonly Registration[]): Record<string, string> {
  const ids: Record<string, string> = {};
  const inputsOf = (type: string, name: string) => {
    const found = registered.find((entry) => "type" in entry && entry.type === type && entry.name === name);
    return found !== undefined && "inputs" in found ? found.inputs : {};
  };
  ids["aws:ec2/vpc:Vpc v"] = String(inputsOf("aws:ec2/internetGateway:InternetGateway", "v").vpcId);
  ids["aws:ec2/internetGateway:InternetGateway v"] = String(
    inputsOf("aws:ec2/route:Route", "v-public-1").gatewayId,
  );
  ids["aws:ec2/natGateway:NatGateway v-1"] = String(
    inputsOf("aws:ec2/route:Route", "v-private-1").natGatewayId,
  );
  for (const name of [1, 2, 3].flatMap((zone) => [`v-public-${zone}`, `v-private-${zone}`])) {
    const association = inputsOf("aws:ec2/routeTableAssociation:RouteTableAssociation", name);
    ids[`aws:ec2/subnet:Subnet ${name}`] = String(association.subnetId);
    ids[`aws:ec2/routeTable:RouteTable ${name}`] = String(association.routeTableId);
  }
  return ids;
}

/** The recording's provider gave elastic IP addresses no `allocationId`. */
function recordedOutputs(type: string, name: string): Properties {
  return { id: recordedIds[`${type} ${name}`] ?? name, allocationId: undefined, ipv6CidrBlock: undefined };
}

const nameOutputs = (type: string, name: string): Properties => ({
  id: `${type.split(":").at(-1)} ${name}`,
  allocationId: `allocation ${name}`,
  ipv6CidrBlock: "",
});

function expand(
  inputs: Properties,
  outputsOf: (type: string, name: string) => Properties = nameOutputs,
): { expansion: RecordingExpansion; outputs: Properties } {
  const expansion = new RecordingExpansion(outputsOf, {
    "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({ names: ZONES }),
  });
  return { expansion, outputs: awsxVpcComponent.expand("v", inputs, expansion) };
}

/** Name and inputs of every child of one type, in order. */
function children(expansion: RecordingExpansion, type: string): [string, Properties][] {
  return expansion.registered.flatMap((entry) =>
    "type" in entry && entry.type === type ? [[entry.name, entry.inputs] as [string, Properties]] : [],
  );
}

const blocksOf = (expansion: RecordingExpansion): Record<string, unknown> =>
  Object.fromEntries(
    children(expansion, "aws:ec2/subnet:Subnet").map(([name, { cidrBlock }]) => [name, cidrBlock]),
  );

const recordedInputs = {
  cidrBlock: "192.168.0.0/16",
  numberOfAvailabilityZones: 3,
  enableDnsHostnames: true,
  natGateways: { strategy: "Single" },
  subnetStrategy: "Auto",
  subnetSpecs: [
    {
      type: "Public",
      cidrBlocks: ["192.168.0.0/22", "192.168.4.0/22", "192.168.8.0/22"],
      tags: { "kubernetes.io/role/elb": "1" },
    },
    {
      type: "Private",
      cidrBlocks: ["192.168.12.0/22", "192.168.16.0/22", "192.168.20.0/22"],
      tags: { "kubernetes.io/role/internal-elb": "1" },
    },
  ],
};

it("registers what the real component registered for the recorded program", () => {
  const { expansion } = expand(recordedInputs, recordedOutputs);
  const resources = expansion.byName().filter((entry) => "type" in entry);
  expect(resources).toEqual(sortRegistrations(recording.registered as Registration[]));
});

it("gives the outputs of the component", () => {
  const { outputs } = expand(recordedInputs);
  const reference = (type: string, name: string) => nameOutputs(`:${type}`, name);
  const subnets = (kind: string) => [1, 2, 3].map((zone) => reference("Subnet", `v-${kind}-${zone}`));
  const inOrder = (type: string) =>
    [1, 2, 3].flatMap((zone) => [reference(type, `v-public-${zone}`), reference(type, `v-private-${zone}`)]);
  expect(outputs).toEqual({
    eips: [reference("Eip", "v-1")],
    internetGateway: reference("InternetGateway", "v"),
    isolatedSubnetIds: [],
    isolatedSubnets: [],
    natGateways: [reference("NatGateway", "v-1")],
    privateSubnetIds: ["Subnet v-private-1", "Subnet v-private-2", "Subnet v-private-3"],
    privateSubnets: subnets("private"),
    publicSubnetIds: ["Subnet v-public-1", "Subnet v-public-2", "Subnet v-public-3"],
    publicSubnets: subnets("public"),
    routeTableAssociations: inOrder("RouteTableAssociation"),
    routeTables: inOrder("RouteTable"),
    routes: inOrder("Route"),
    subnetLayout: recordedInputs.subnetSpecs.map(({ type, cidrBlocks }) => ({ type, cidrBlocks })),
    subnets: inOrder("Subnet"),
    vpc: reference("Vpc", "v"),
    vpcEndpoints: [],
    vpcId: "Vpc v",
  });
});

describe("zones", () => {
  it("are the first three of the region where the program does not say", () => {
    const { expansion } = expand({ ...recordedInputs, numberOfAvailabilityZones: undefined });
    const zones = children(expansion, "aws:ec2/subnet:Subnet").map(([, inputs]) => inputs.availabilityZone);
    expect(new Set(zones)).toEqual(new Set(ZONES.slice(0, 3)));
  });

  it("are those of the program, without a look at the region", () => {
    const { expansion } = expand({
      subnetStrategy: "Auto",
      availabilityZoneNames: [ZONES[0], ZONES[2]],
      natGateways: { strategy: "None" },
    });
    expect(expansion.registered.filter((entry) => "invoke" in entry)).toEqual([]);
    const zones = children(expansion, "aws:ec2/subnet:Subnet").map(([, inputs]) => inputs.availabilityZone);
    expect(zones).toEqual([ZONES[0], ZONES[0], ZONES[2], ZONES[2]]);
  });

  it("are refused when the region has fewer", () => {
    const inputs = { subnetStrategy: "Auto", numberOfAvailabilityZones: 5 };
    expect(() => expand(inputs)).toThrow(
      "The configured region for this provider does not have at least 5 Availability Zones. Either specify an explicit list of zones in availabilityZoneNames or choose a region with at least 5 AZs.",
    );
  });

  it("are refused when both given by name and by number", () => {
    expect(() => expand({ ...recordedInputs, availabilityZoneNames: ZONES })).toThrow(
      "Only one of [availabilityZoneNames] and [numberOfAvailabilityZones] can be specified",
    );
  });
});

describe("NAT gateways", () => {
  const withStrategy = (natGateways: Properties) => expand({ ...recordedInputs, natGateways });
  const routes = (expansion: RecordingExpansion) =>
    children(expansion, "aws:ec2/route:Route")
      .filter(([name]) => name.includes("private"))
      .map(([name, { natGatewayId }]) => [name, natGatewayId]);

  it("stand in each zone with OnePerAz, each with an address of its own", () => {
    const { expansion } = withStrategy({ strategy: "OnePerAz" });
    expect(children(expansion, "aws:ec2/natGateway:NatGateway")).toEqual(
      [1, 2, 3].map((zone) => [
        `v-${zone}`,
        {
          allocationId: `allocation v-${zone}`,
          subnetId: `Subnet v-public-${zone}`,
          tags: { Name: `v-${zone}` },
        },
      ]),
    );
    expect(routes(expansion)).toEqual([1, 2, 3].map((zone) => [`v-private-${zone}`, `NatGateway v-${zone}`]));
  });

  it("are absent with None, and so are the private routes", () => {
    const { expansion } = withStrategy({ strategy: "None" });
    expect(children(expansion, "aws:ec2/natGateway:NatGateway")).toEqual([]);
    expect(children(expansion, "aws:ec2/eip:Eip")).toEqual([]);
    expect(routes(expansion)).toEqual([]);
  });

  it("need public and private subnets", () => {
    const subnetSpecs = [recordedInputs.subnetSpecs[0]];
    expect(() => expand({ ...recordedInputs, subnetSpecs })).toThrow(
      "If NAT Gateway strategy is 'OnePerAz' or 'Single', public subnets must be declared to host the NAT Gateway resource, along with private or isolated subnets to route through it.",
    );
  });
});

describe("layout", () => {
  const auto = (inputs: Properties) =>
    expand({
      cidrBlock: "10.0.0.0/16",
      numberOfAvailabilityZones: 2,
      subnetStrategy: "Auto",
      natGateways: { strategy: "None" },
      ...inputs,
    });

  // Expected blocks: awsx/ec2/subnetDistributorNew.test.ts of pulumi-awsx.
  it("gives each zone a private and a public subnet by default", () => {
    const { expansion, outputs } = auto({ numberOfAvailabilityZones: 3 });
    expect(blocksOf(expansion)).toEqual({
      "v-private-1": "10.0.0.0/19",
      "v-public-1": "10.0.32.0/20",
      "v-private-2": "10.0.64.0/19",
      "v-public-2": "10.0.96.0/20",
      "v-private-3": "10.0.128.0/19",
      "v-public-3": "10.0.160.0/20",
    });
    expect(outputs.subnetLayout).toEqual([
      { type: "Private", cidrMask: 19 },
      { type: "Public", cidrMask: 20 },
    ]);
  });

  it("shares a zone out among its subnets", () => {
    const { expansion, outputs } = auto({ subnetSpecs: [{ type: "Public" }, { type: "Private" }] });
    expect(blocksOf(expansion)).toEqual({
      "v-public-1": "10.0.0.0/18",
      "v-private-1": "10.0.64.0/18",
      "v-public-2": "10.0.128.0/18",
      "v-private-2": "10.0.192.0/18",
    });
    expect(outputs.subnetLayout).toEqual([{ type: "Public" }, { type: "Private" }]);
  });

  it("lines blocks up with their own size", () => {
    const { expansion } = auto({
      subnetSpecs: [
        { type: "Public", cidrMask: 24 },
        { type: "Private", cidrMask: 20 },
      ],
    });
    expect(blocksOf(expansion)).toEqual({
      "v-public-1": "10.0.0.0/24",
      "v-private-1": "10.0.16.0/20",
      "v-public-2": "10.0.128.0/24",
      "v-private-2": "10.0.144.0/20",
    });
  });

  it("leaves unused blocks free, and knows own names", () => {
    const { expansion, outputs } = auto({
      availabilityZoneCidrMask: 20,
      subnetSpecs: [
        { type: "Public", cidrMask: 24 },
        { type: "Unused", cidrMask: 24 },
        { type: "Isolated", name: "db", cidrMask: 24 },
      ],
    });
    expect(blocksOf(expansion)).toEqual({
      "v-public-1": "10.0.0.0/24",
      "v-db-1": "10.0.2.0/24",
      "v-public-2": "10.0.16.0/24",
      "v-db-2": "10.0.18.0/24",
    });
    expect(outputs.subnetLayout).toEqual([
      { type: "Public", cidrMask: 24, size: 256 },
      { type: "Unused", cidrMask: 24, size: 256 },
      { type: "Isolated", name: "db", cidrMask: 24, size: 256 },
    ]);
    expect(outputs.isolatedSubnetIds).toEqual(["Subnet v-db-1", "Subnet v-db-2"]);
    expect(children(expansion, "aws:ec2/route:Route").map(([name]) => name)).toEqual([
      "v-public-1",
      "v-public-2",
    ]);
  });

  it.each([
    [
      { subnetSpecs: [{ type: "Public", cidrMask: 16 }] },
      "Subnets are too large for VPC. VPC has 32768 addresses, but subnets require 65536 addresses.",
    ],
    [{ subnetSpecs: [] }, "No subnets specified"],
    [
      { cidrBlock: "10.0.0.0/26" },
      "Automatic subnet creation requires a VPC with at least /26 available per AZ, but only /27 is available.If you do need very small subnets, please specify them explicitly.",
    ],
    [
      { subnetSpecs: [{ type: "Public", cidrBlocks: ["10.0.0.0/24"] }] },
      "Invalid subnet specifications:\n - The number of CIDR blocks in subnetSpecs[0] must match the number of availability zones (2).",
    ],
    [
      { subnetSpecs: [{ type: "Public", cidrBlocks: ["10.0.0.0/24", "10.0.1.0/24"] }, { type: "Private" }] },
      "Invalid subnet specifications:\n - If any subnet spec has explicit cidrBlocks, all subnets must have explicit cidrBlocks.",
    ],
    [
      { subnetSpecs: [{ type: "Public", cidrMask: 23, cidrBlocks: ["10.0.0.0/24", "10.0.1.0/24"] }] },
      "Invalid subnet specifications:\n - The cidrMask in subnetSpecs[0] must match all cidrBlocks or be left undefined.",
    ],
    [
      { subnetSpecs: [{ type: "Private" }, { type: "Private" }] },
      'Invalid subnet specifications:\n - Multiple subnet specs of type "private" require unique names. You can have at most one unnamed subnet per type. All other subnets of the same type must have unique "name" properties to avoid duplicate resource names.',
    ],
    [
      { subnetSpecs: [{ type: "Public", cidrBlocks: ["10.0.0.0/24", "10.0.0.128/25"] }] },
      "The following subnets overlap with at least one other subnet. Make the CIDR for the VPC larger, reduce the size of the subnets per AZ, or use less Availability Zones:\n\n1. v-public-1: 10.0.0.0/24\n2. v-public-2: 10.0.0.128/25\n",
    ],
  ])("refuses %j", (inputs, message) => {
    expect(() => auto(inputs)).toThrow(new Error(message));
  });
});

describe("tags", () => {
  it("of the program go everywhere, and its Name to the VPC and the gateway alone", () => {
    const { expansion } = expand({ ...recordedInputs, tags: { Name: "edge", team: "net" } });
    const tagsOf = (type: string) => children(expansion, type)[0]?.[1].tags;
    expect(tagsOf("aws:ec2/vpc:Vpc")).toEqual({ Name: "edge", team: "net" });
    expect(tagsOf("aws:ec2/internetGateway:InternetGateway")).toEqual({ Name: "edge", team: "net" });
    expect(tagsOf("aws:ec2/subnet:Subnet")).toEqual({
      Name: "v-public-1",
      SubnetType: "Public",
      "kubernetes.io/role/elb": "1",
      team: "net",
    });
    expect(tagsOf("aws:ec2/routeTable:RouteTable")).toEqual({
      Name: "v-public-1",
      SubnetType: "Public",
      team: "net",
    });
    expect(tagsOf("aws:ec2/eip:Eip")).toEqual({ Name: "v-1", team: "net" });
  });
});

it.each([
  [{ subnetStrategy: "Legacy" }, "NotSimulated: awsx:ec2:Vpc subnetStrategy Legacy (use Auto)"],
  [{ subnetStrategy: undefined }, "NotSimulated: awsx:ec2:Vpc subnetStrategy Legacy (use Auto)"],
  [{ subnetStrategy: "Exact" }, "NotSimulated: awsx:ec2:Vpc subnetStrategy Exact (use Auto)"],
  [{ subnetSpecs: [{ type: "Public", size: 256 }] }, "NotSimulated: awsx:ec2:Vpc input subnetSpecs.0.size"],
  [
    { natGateways: { strategy: "Single", elasticIpAllocationIds: ["eipalloc-1"] } },
    "NotSimulated: awsx:ec2:Vpc input natGateways.elasticIpAllocationIds",
  ],
  [{ ipv4IpamPoolId: "ipam-pool-1" }, "NotSimulated: awsx:ec2:Vpc input ipv4IpamPoolId"],
  [{ vpcEndpointSpecs: [{ serviceName: "s3" }] }, "NotSimulated: awsx:ec2:Vpc input vpcEndpointSpecs"],
])("does not pass over %j", (inputs, message) => {
  expect(() => expand({ ...recordedInputs, ...inputs })).toThrow(message);
});
