/** Pulumi functions of EC2. */
import { beforeEach, describe, expect, it } from "vitest";
import { Provider } from "../../../support/provider.ts";
import { newInternetGateway, newNatGateway, newWorld, type World } from "./support.ts";

let world: World;
let provider: Provider;

beforeEach(() => {
  world = newWorld();
  provider = new Provider(world.cloud);
});

describe("getAvailabilityZones", () => {
  const zones = (args: object) =>
    provider.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", { ...args });

  it("lists names and ids", () => {
    expect(zones({ state: "available" })).toEqual({
      groupNames: ["ap-northeast-2"],
      id: "ap-northeast-2",
      names: ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c", "ap-northeast-2d"],
      region: "ap-northeast-2",
      state: "available",
      zoneIds: ["apne2-az1", "apne2-az2", "apne2-az3", "apne2-az4"],
    });
  });

  it("leaves zones out by name, id and filter", () => {
    expect(
      zones({
        excludeNames: ["ap-northeast-2b"],
        excludeZoneIds: ["apne2-az4"],
        filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      }).names,
    ).toEqual(["ap-northeast-2a", "ap-northeast-2c"]);
  });

  it("looks at the region of the account alone", () => {
    expect(() => zones({ region: "us-east-1" })).toThrow(
      "NotSimulated: aws:index/getAvailabilityZones:getAvailabilityZones (region us-east-1)",
    );
  });
});

it("describes the region", () => {
  expect(provider.invoke("aws:index/getRegion:getRegion", {})).toEqual({
    description: "Asia Pacific (Seoul)",
    endpoint: "ec2.ap-northeast-2.amazonaws.com",
    id: "ap-northeast-2",
    name: "ap-northeast-2",
    region: "ap-northeast-2",
  });
});

describe("getVpc", () => {
  it("finds the one VPC with an id, a block or a tag", () => {
    const { vpcId, ec2 } = world;
    ec2("CreateTags", { Resources: [vpcId], Tags: [{ Key: "Name", Value: "main" }] });
    const found = (args: object) => provider.invoke("aws:ec2/getVpc:getVpc", { ...args });
    expect(found({ id: vpcId })).toMatchObject({
      cidrBlock: "192.168.0.0/16",
      cidrBlockAssociations: [{ cidrBlock: "192.168.0.0/16", state: "associated" }],
      default: false,
      enableDnsSupport: true,
      enableDnsHostnames: false,
      id: vpcId,
      tags: { Name: "main" },
    });
    expect(found({ tags: { Name: "main" } }).id).toBe(vpcId);
    expect(found({ cidrBlock: "192.168.0.0/16", default: false, state: "available" }).id).toBe(vpcId);
    expect(() => found({ default: true })).toThrow("no matching EC2 VPC found");
    ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" });
    expect(() => found({})).toThrow(
      "multiple EC2 VPCs matched; use additional constraints to reduce matches to a single EC2 VPC",
    );
    expect(() => found({ id: "vpc-1" })).toThrow("The vpc ID 'vpc-1' does not exist");
  });
});

describe("getSubnet and getSubnets", () => {
  it("find subnets by their VPC, zone and tags", () => {
    const { vpcId, subnetId, ec2 } = world;
    ec2("CreateSubnet", { VpcId: vpcId, CidrBlock: "192.168.1.0/24", AvailabilityZone: "ap-northeast-2b" });
    const filters = [{ name: "vpc-id", values: [vpcId] }];
    expect(provider.invoke("aws:ec2/getSubnets:getSubnets", { filters })).toMatchObject({
      id: "ap-northeast-2",
      ids: [subnetId, expect.stringMatching(/^subnet-/)],
      tags: {},
    });
    const one = provider.invoke("aws:ec2/getSubnet:getSubnet", {
      vpcId,
      availabilityZone: "ap-northeast-2a",
      defaultForAz: false,
    });
    expect(one).toMatchObject({
      id: subnetId,
      availabilityZoneId: "apne2-az1",
      availableIpAddressCount: 251,
      cidrBlock: "192.168.0.0/24",
      vpcId,
      tags: {},
    });
    expect(provider.invoke("aws:ec2/getSubnet:getSubnet", { id: subnetId }).id).toBe(subnetId);
  });

  it("says in the provider's words that there is none", () => {
    expect(() => provider.invoke("aws:ec2/getSubnet:getSubnet", { id: "subnet-0123456789abcdef0" })).toThrow(
      "no matching EC2 Subnet found",
    );
  });

  it("take no argument that nobody has thought about", () => {
    expect(() => provider.invoke("aws:ec2/getSubnets:getSubnets", { colour: "red" })).toThrow(
      "NotSimulated: aws:ec2/getSubnets:getSubnets (argument colour)",
    );
  });
});

describe("getNetworkInterface and getNetworkInterfaces", () => {
  const ONE = "aws:ec2/getNetworkInterface:getNetworkInterface";

  it("find interfaces by an address that they have", () => {
    const { ec2, subnetId, vpcId } = world;
    const { NetworkInterface: eni } = ec2("CreateNetworkInterface", {
      SubnetId: subnetId,
      SecondaryPrivateIpAddressCount: 1,
    });
    const privateIps = eni.PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress);
    const filters = [
      { name: "vpc-id", values: [vpcId] },
      { name: "addresses.private-ip-address", values: [privateIps[1]!] },
    ];
    expect(provider.invoke("aws:ec2/getNetworkInterfaces:getNetworkInterfaces", { filters })).toMatchObject({
      ids: [eni.NetworkInterfaceId],
    });
    expect(provider.invoke(ONE, { filters })).toMatchObject({
      id: eni.NetworkInterfaceId,
      privateIps,
      attachments: [],
      subnetId,
    });
    expect(() => provider.invoke(ONE, { id: "eni-0123456789abcdef0" })).toThrow(
      "no matching EC2 Network Interface found",
    );
  });
});

it("getInstance finds none that is not there, in the provider's words", () => {
  const invoke = () =>
    provider.invoke("aws:ec2/getInstance:getInstance", { instanceId: "i-0123456789abcdef0" });
  expect(invoke).toThrow("Your query returned no results. Please change your search criteria and try again.");
});

it("getElasticIp finds an address by its id, in front of nothing and of something", () => {
  const TOKEN = "aws:ec2/getElasticIp:getElasticIp";
  const { AllocationId: id, PublicIp: publicIp } = world.ec2("AllocateAddress", {});
  const free = {
    arn: `arn:aws:ec2:ap-northeast-2:123456789012:elastic-ip/${id}`,
    associationId: "",
    carrierIp: "",
    customerOwnedIp: "",
    customerOwnedIpv4Pool: "",
    domain: "vpc",
    id,
    instanceId: "",
    ipamPoolId: "",
    networkInterfaceId: "",
    networkInterfaceOwnerId: "",
    privateDns: "",
    privateIp: "",
    ptrRecord: "",
    publicDns: `ec2-${publicIp.replaceAll(".", "-")}.ap-northeast-2.compute.amazonaws.com`,
    publicIp,
    publicIpv4Pool: "amazon",
    region: "ap-northeast-2",
    tags: {},
  };
  expect(provider.invoke(TOKEN, { id })).toEqual(free);
  newInternetGateway(world);
  const { AssociationId, NetworkInterfaceId, PrivateIp } = newNatGateway(world, id).NatGatewayAddresses[0]!;
  expect(provider.invoke(TOKEN, { id })).toEqual({
    ...free,
    associationId: AssociationId,
    networkInterfaceId: NetworkInterfaceId,
    networkInterfaceOwnerId: "123456789012",
    privateDns: `ip-${PrivateIp!.replaceAll(".", "-")}.ap-northeast-2.compute.internal`,
    privateIp: PrivateIp,
  });
  expect(() => provider.invoke(TOKEN, { id: "eipalloc-0123456789abcdef0" })).toThrow(
    "no matching EC2 EIP found",
  );
});
