/** Pulumi types of the network: VPC, subnets, gateways, routes. */
import { beforeEach, describe, expect, it } from "vitest";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { ResourceInitError } from "../../../../sim/core/errors.ts";
import { Provider, type ManagedResource } from "../../../support/provider.ts";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const EIP = "aws:ec2/eip:Eip";
const NAT = "aws:ec2/natGateway:NatGateway";
const TABLE = "aws:ec2/routeTable:RouteTable";
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const BLOCK = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation";
const ARN = "arn:aws:ec2:ap-northeast-2:123456789012";

let cloud: SimulatedCloud;
let provider: Provider;
let vpc: ManagedResource;

beforeEach(() => {
  cloud = new SimulatedCloud();
  provider = new Provider(cloud, { defaultTags: { tags: { env: "dev" } } });
  vpc = provider.create(VPC, "main", {
    cidrBlock: "192.168.0.0/16",
    enableDnsHostnames: true,
    tags: { Name: "main" },
  });
});

/** What holds for every resource that was just created. */
function expectComplete(resource: ManagedResource): void {
  expect(resource.missingInPreview()).toEqual([]);
  expect(resource.drift()).toEqual([]);
}

function newSubnet(cidrBlock = "192.168.0.0/24"): ManagedResource {
  return provider.create(SUBNET, "public", { vpcId: vpc.id, cidrBlock, availabilityZone: "ap-northeast-2a" });
}

describe("Vpc", () => {
  it("gives the outputs of the provider", () => {
    const { mainRouteTableId } = vpc.outputs;
    expect(vpc.outputs).toEqual({
      arn: `${ARN}:vpc/${vpc.id}`,
      assignGeneratedIpv6CidrBlock: false,
      cidrBlock: "192.168.0.0/16",
      defaultNetworkAclId: expect.stringMatching(/^acl-/),
      defaultRouteTableId: mainRouteTableId,
      defaultSecurityGroupId: expect.stringMatching(/^sg-/),
      dhcpOptionsId: expect.stringMatching(/^dopt-/),
      enableDnsHostnames: true,
      enableDnsSupport: true,
      enableNetworkAddressUsageMetrics: false,
      instanceTenancy: "default",
      ipv6AssociationId: "",
      ipv6CidrBlock: "",
      ipv6CidrBlockNetworkBorderGroup: "",
      mainRouteTableId: expect.stringMatching(/^rtb-/),
      ownerId: "123456789012",
      region: "ap-northeast-2",
      tags: { Name: "main" },
      tagsAll: { Name: "main", env: "dev" },
    });
    expectComplete(vpc);
  });

  it("changes attributes and tags in place, the block by replacement", () => {
    const changed = { cidrBlock: "192.168.0.0/16", enableDnsHostnames: false, tags: { Name: "other" } };
    expect(vpc.diff(changed)).toEqual({
      changed: ["enableDnsHostnames", "tags"],
      replace: [],
      deleteBeforeReplace: false,
    });
    vpc.update(changed);
    expect(vpc.outputs).toMatchObject({ enableDnsHostnames: false, tagsAll: { Name: "other", env: "dev" } });
    expect(vpc.drift()).toEqual([]);
    expect(vpc.diff({ ...changed, cidrBlock: "10.0.0.0/16" }).replace).toEqual(["cidrBlock"]);
  });

  it("shows tags that somebody else has set, but not those of AWS", () => {
    const Resources = [vpc.id];
    const service = { kind: "service", arn: "eks.amazonaws.com" } as const;
    cloud.call(service, "ec2", "CreateTags", { Resources, Tags: [{ Key: "aws:x", Value: "1" }] });
    expect(vpc.drift()).toEqual([]);
    cloud.call(cloud.administrator, "ec2", "CreateTags", { Resources, Tags: [{ Key: "who", Value: "me" }] });
    expect(vpc.drift()).toEqual(["tags"]);
  });

  it("can be read by id alone", () => {
    expect(provider.import(VPC, vpc.id)).toMatchObject({
      cidrBlock: "192.168.0.0/16",
      tags: { Name: "main" },
    });
    expect(provider.import(VPC, "vpc-1")).toBeUndefined();
  });

  it.each([
    [
      { cidrBlock: "10.0.0.0/12" },
      'cidrBlock: expected "cidr_block" to contain a network Value with between 16 and 28 significant bits, got: 12',
    ],
    [
      { cidrBlock: "10.0.0.1/16" },
      "cidrBlock: expected cidr_block to contain a valid network Value, expected 10.0.0.0/16, got 10.0.0.1/16",
    ],
    [
      { cidrBlock: "ten" },
      'cidrBlock: expected "cidr_block" to be a valid IPv4 Value, got ten: invalid CIDR address: ten',
    ],
    [
      {},
      'cidrBlock: Missing required argument. The argument "cidr_block" is required, but no definition was found.',
    ],
  ])("refuses %j in the provider's words", (inputs, failure) => {
    expect(provider.failures(VPC, inputs)).toEqual([failure]);
  });

  it.each([
    [{ ipv4IpamPoolId: "x" }, "NotSimulated: aws:ec2/vpc:Vpc (input ipv4IpamPoolId)"],
    [
      { assignGeneratedIpv6CidrBlock: true },
      "NotSimulated: aws:ec2/vpc:Vpc (input assignGeneratedIpv6CidrBlock)",
    ],
    [{ region: "us-east-1" }, "NotSimulated: aws:ec2/vpc:Vpc (region us-east-1)"],
  ])("does not pass over %j", (inputs, message) => {
    expect(() => provider.failures(VPC, { cidrBlock: "10.0.0.0/16", ...inputs })).toThrow(message);
  });

  it("waits a while for what is in it, then gives up in AWS's words", () => {
    newSubnet();
    const start = cloud.clock.now();
    expect(() => vpc.delete()).toThrow(`The vpc '${vpc.id}' has dependencies and cannot be deleted.`);
    expect(cloud.clock.now() - start).toBe(5 * 60_000);
  });

  it("is deleted, also when it is gone already", () => {
    vpc.delete();
    vpc.delete();
    expect(vpc.drift()).toBeUndefined();
  });
});

describe("Subnet", () => {
  it("gives the outputs of the provider", () => {
    const subnet = newSubnet();
    expect(subnet.outputs).toEqual({
      arn: `${ARN}:subnet/${subnet.id}`,
      assignIpv6AddressOnCreation: false,
      availabilityZone: "ap-northeast-2a",
      availabilityZoneId: "apne2-az1",
      cidrBlock: "192.168.0.0/24",
      enableDns64: false,
      enableResourceNameDnsARecordOnLaunch: false,
      enableResourceNameDnsAaaaRecordOnLaunch: false,
      ipv6CidrBlock: "",
      ipv6CidrBlockAssociationId: "",
      ipv6Native: false,
      mapPublicIpOnLaunch: false,
      ownerId: "123456789012",
      privateDnsHostnameTypeOnLaunch: "ip-name",
      region: "ap-northeast-2",
      tagsAll: { env: "dev" },
      vpcId: vpc.id,
    });
    expectComplete(subnet);
  });

  it("changes public addresses in place, the zone by replacement", () => {
    const subnet = newSubnet();
    const inputs = { vpcId: vpc.id, cidrBlock: "192.168.0.0/24", availabilityZone: "ap-northeast-2a" };
    subnet.update({ ...inputs, mapPublicIpOnLaunch: true });
    expect(subnet.outputs.mapPublicIpOnLaunch).toBe(true);
    subnet.update(inputs);
    expect(ec2State(cloud).subnets.get(subnet.id).MapPublicIpOnLaunch).toBe(false);
    expect(subnet.diff({ ...inputs, availabilityZone: "ap-northeast-2b" }).replace).toEqual([
      "availabilityZone",
    ]);
  });

  it("refuses host bits and two ways of naming a zone", () => {
    const inputs = {
      vpcId: "vpc-1",
      cidrBlock: "10.0.0.1/24",
      availabilityZone: "a",
      availabilityZoneId: "b",
    };
    expect(provider.failures(SUBNET, inputs)).toEqual([
      'cidrBlock: "10.0.0.1/24" is not a valid IPv4 CIDR block; did you mean "10.0.0.0/24"?',
      'availabilityZone: "availability_zone": conflicts with availability_zone_id',
    ]);
    expect(provider.failures(SUBNET, { vpcId: "vpc-1", cidrBlock: "x" })).toEqual([
      'cidrBlock: "x" is not a valid IPv4 CIDR block: invalid CIDR address: x',
    ]);
  });

  it("goes as soon as the last interface in it goes", () => {
    const subnet = newSubnet();
    const { NetworkInterfaceId } = cloud.call(cloud.administrator, "ec2", "CreateNetworkInterface", {
      SubnetId: subnet.id,
    }).NetworkInterface;
    cloud.clock.schedule(60_000, () => {
      cloud.call(cloud.administrator, "ec2", "DeleteNetworkInterface", { NetworkInterfaceId });
    });
    const start = cloud.clock.now();
    subnet.delete();
    expect(cloud.clock.now() - start).toBe(60_000);
  });
});

describe("InternetGateway", () => {
  it("is attached and moved, and stays where it is when the program no longer says where", () => {
    const gateway = provider.create(GATEWAY, "main", { vpcId: vpc.id });
    expect(gateway.outputs).toEqual({
      arn: `${ARN}:internet-gateway/${gateway.id}`,
      ownerId: "123456789012",
      region: "ap-northeast-2",
      tagsAll: { env: "dev" },
      vpcId: vpc.id,
    });
    expectComplete(gateway);
    const other = provider.create(VPC, "other", { cidrBlock: "10.0.0.0/16" });
    gateway.update({ vpcId: other.id, tags: { a: "1" } });
    expect(gateway.outputs).toMatchObject({ vpcId: other.id, tags: { a: "1" } });
    expect(gateway.diff({ tags: { a: "1" } }).changed).toEqual([]);
    gateway.update({});
    expect(gateway.outputs).toMatchObject({ vpcId: other.id, tagsAll: { env: "dev" } });
    gateway.delete();
    gateway.delete();
    expect(gateway.drift()).toBeUndefined();
  });
});

describe("NatGateway", () => {
  const withGateway = () => provider.create(GATEWAY, "main", { vpcId: vpc.id });

  it("is there when it is available, and gone when it is deleted", () => {
    withGateway();
    const eip = provider.create(EIP, "nat", { domain: "vpc" });
    const subnet = newSubnet();
    const start = cloud.clock.now();
    const nat = provider.create(NAT, "nat", { subnetId: subnet.id, allocationId: eip.outputs.allocationId });
    expect(cloud.clock.now() - start).toBe(90_000);
    expect(nat.outputs).toMatchObject({
      allocationId: eip.id,
      connectivityType: "public",
      networkInterfaceId: expect.stringMatching(/^eni-/),
      privateIp: "192.168.0.4",
      publicIp: eip.outputs.publicIp,
      subnetId: subnet.id,
      vpcId: vpc.id,
    });
    expectComplete(nat);
    nat.update({ subnetId: subnet.id, allocationId: eip.id, tags: { a: "1" } });
    expect(nat.outputs.tags).toEqual({ a: "1" });
    nat.delete();
    expect(nat.drift()).toBeUndefined();
    eip.delete();
    subnet.delete();
  });

  it("that fails stays in the state, with the reason of AWS", () => {
    const eip = provider.create(EIP, "nat", {});
    const inputs = { subnetId: newSubnet().id, allocationId: eip.id };
    try {
      provider.create(NAT, "nat", inputs);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ResourceInitError);
      const { id, outputs, reasons } = error as ResourceInitError;
      expect(reasons).toEqual([
        `waiting for EC2 NAT Gateway (${id}) create: unexpected state 'failed', wanted target 'available'. last error: Gateway.NotAttached: Network ${vpc.id} has no Internet gateway attached`,
      ]);
      expect(outputs).toMatchObject({ subnetId: inputs.subnetId });
    }
  });

  it("is waited for as long as the program says", () => {
    withGateway();
    const eip = provider.create(EIP, "nat", {});
    const inputs = { subnetId: newSubnet().id, allocationId: eip.id };
    expect(() => provider.create(NAT, "nat", inputs, 60_000)).toThrow(
      /timeout while waiting for state to become 'available' \(last state: 'pending', timeout: 1m0s\)$/,
    );
  });
});

it("gives an elastic IP address the outputs of the provider", () => {
  const eip = provider.create(EIP, "nat", { tags: { Name: "nat" } });
  const publicIp = String(eip.outputs.publicIp);
  expect(eip.outputs).toEqual({
    allocationId: eip.id,
    arn: `${ARN}:elastic-ip/${eip.id}`,
    associationId: "",
    carrierIp: "",
    customerOwnedIp: "",
    domain: "vpc",
    instance: "",
    ipamPoolId: "",
    networkBorderGroup: "ap-northeast-2",
    networkInterface: "",
    privateDns: "",
    privateIp: "",
    ptrRecord: "",
    publicDns: `ec2-${publicIp.replaceAll(".", "-")}.ap-northeast-2.compute.amazonaws.com`,
    publicIp,
    publicIpv4Pool: "amazon",
    region: "ap-northeast-2",
    tags: { Name: "nat" },
    tagsAll: { Name: "nat", env: "dev" },
  });
  expectComplete(eip);
  eip.update({ tags: {} });
  expect(eip.outputs.tagsAll).toEqual({ env: "dev" });
});

describe("RouteTable, Route and RouteTableAssociation", () => {
  it("make a public subnet", () => {
    const gateway = provider.create(GATEWAY, "main", { vpcId: vpc.id });
    const subnet = newSubnet();
    const table = provider.create(TABLE, "public", { vpcId: vpc.id });
    const route = provider.create(ROUTE, "public", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
    const association = provider.create(ASSOCIATION, "public", {
      routeTableId: table.id,
      subnetId: subnet.id,
    });
    // The provider's own id ends with a checksum of the destination.
    expect(route.id).toBe(`r-${table.id}1080289494`);
    expect(route.outputs).toEqual({
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
      instanceId: "",
      instanceOwnerId: "",
      networkInterfaceId: "",
      origin: "CreateRoute",
      region: "ap-northeast-2",
      routeTableId: table.id,
      state: "active",
    });
    expect(association.outputs).toEqual({
      region: "ap-northeast-2",
      routeTableId: table.id,
      subnetId: subnet.id,
    });
    for (const resource of [table, route, association]) expectComplete(resource);
    for (const resource of [association, route, table]) {
      resource.delete();
      expect(resource.drift()).toBeUndefined();
    }
    route.delete();
    association.delete();
    table.delete();
  });

  it("change the target of a route in place", () => {
    const gateway = provider.create(GATEWAY, "main", { vpcId: vpc.id });
    const { NetworkInterfaceId } = cloud.call(cloud.administrator, "ec2", "CreateNetworkInterface", {
      SubnetId: newSubnet().id,
    }).NetworkInterface;
    const table = provider.create(TABLE, "public", { vpcId: vpc.id });
    const inputs = { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0" };
    const route = provider.create(ROUTE, "public", { ...inputs, gatewayId: gateway.id });
    const changed = { ...inputs, networkInterfaceId: NetworkInterfaceId };
    expect(route.diff(changed)).toMatchObject({ changed: ["gatewayId", "networkInterfaceId"], replace: [] });
    route.update(changed);
    expect(route.outputs).toMatchObject({ networkInterfaceId: NetworkInterfaceId, state: "blackhole" });
    expect(route.outputs).not.toHaveProperty("gatewayId");
  });

  it("keep inline routes as the program has them", () => {
    const gateway = provider.create(GATEWAY, "main", { vpcId: vpc.id });
    const to = (...blocks: string[]) => ({
      vpcId: vpc.id,
      routes: blocks.map((cidrBlock) => ({ cidrBlock, gatewayId: gateway.id })),
    });
    const table = provider.create(TABLE, "public", to("10.0.0.0/8", "0.0.0.0/0"));
    expectComplete(table);
    expect(table.diff(to("0.0.0.0/0", "10.0.0.0/8")).changed).toEqual([]);
    table.update(to("0.0.0.0/0", "172.16.0.0/12"));
    const destinations = () =>
      ec2State(cloud)
        .routeTables.get(table.id)
        .Routes.map((route) => route.DestinationCidrBlock);
    expect(destinations()).toEqual(["172.16.0.0/12", "0.0.0.0/0", "192.168.0.0/16"]);
    expect(provider.failures(TABLE, to("10.0.0.1/8"))).toEqual([
      'routes[0].cidrBlock: "10.0.0.1/8" is not a valid IPv4 CIDR block; did you mean "10.0.0.0/8"?',
    ]);
  });

  it("are freed of their subnets before they are deleted", () => {
    const table = provider.create(TABLE, "public", { vpcId: vpc.id });
    provider.create(ASSOCIATION, "public", { routeTableId: table.id, subnetId: newSubnet().id });
    table.delete();
    expect(table.drift()).toBeUndefined();
  });
});

it("adds a block to a VPC and takes it away", () => {
  const block = provider.create(BLOCK, "pods", { vpcId: vpc.id, cidrBlock: "100.64.0.0/16" });
  expect(block.outputs).toEqual({ cidrBlock: "100.64.0.0/16", region: "ap-northeast-2", vpcId: vpc.id });
  expectComplete(block);
  newSubnet("100.64.0.0/19").delete();
  block.delete();
  block.delete();
  expect(block.drift()).toBeUndefined();
});
