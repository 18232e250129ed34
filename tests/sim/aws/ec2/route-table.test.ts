import { describe, expect, it } from "vitest";
import { routeTableOf } from "../../../../sim/aws/ec2/route-table.ts";
import { newInternetGateway, newWorld, type World } from "./support.ts";

const EVERYWHERE = "0.0.0.0/0";

function newTable({ ec2, vpcId: VpcId }: World): string {
  return ec2("CreateRouteTable", { VpcId }).RouteTable.RouteTableId;
}

function routesOf({ ec2 }: World, RouteTableId: string) {
  return ec2("DescribeRouteTables", { RouteTableIds: [RouteTableId] }).RouteTables[0]!.Routes;
}

describe("associations", () => {
  it("give a subnet a table of its own; without one it has the main table", () => {
    const world = newWorld();
    const { cloud, ec2, subnetId: SubnetId } = world;
    const main = routeTableOf(cloud, SubnetId);
    expect(main.Associations[0]?.Main).toBe(true);
    const RouteTableId = newTable(world);
    const { AssociationId } = ec2("AssociateRouteTable", { RouteTableId, SubnetId });
    expect(routeTableOf(cloud, SubnetId).RouteTableId).toBe(RouteTableId);
    const found = ec2("DescribeRouteTables", {
      Filters: [{ Name: "association.subnet-id", Values: [SubnetId] }],
    });
    expect(found.RouteTables[0]?.Associations).toEqual([
      {
        RouteTableAssociationId: AssociationId,
        RouteTableId,
        SubnetId,
        Main: false,
        AssociationState: { State: "associated" },
      },
    ]);
    ec2("DisassociateRouteTable", { AssociationId });
    expect(routeTableOf(cloud, SubnetId)).toBe(main);
  });

  it("are one per subnet; asking for the same again gives the same", () => {
    const world = newWorld();
    const { ec2, refusal, subnetId: SubnetId } = world;
    const [first, second] = [newTable(world), newTable(world)];
    const { AssociationId } = ec2("AssociateRouteTable", { RouteTableId: first, SubnetId });
    expect(ec2("AssociateRouteTable", { RouteTableId: first, SubnetId }).AssociationId).toBe(AssociationId);
    expect(refusal("AssociateRouteTable", { RouteTableId: second, SubnetId })).toBe(
      `Resource.AlreadyAssociated: the specified association for route table ${second} conflicts with an existing association`,
    );
  });

  it("stay within one VPC, and the main one stays", () => {
    const world = newWorld();
    const { cloud, ec2, refusal, subnetId: SubnetId } = world;
    const VpcId = ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc.VpcId;
    const { RouteTableId } = ec2("CreateRouteTable", { VpcId }).RouteTable;
    expect(refusal("AssociateRouteTable", { RouteTableId, SubnetId })).toBe(
      `InvalidParameterValue: route table ${RouteTableId} and subnet ${SubnetId} belong to different networks`,
    );
    const { RouteTableAssociationId } = routeTableOf(cloud, SubnetId).Associations[0]!;
    expect(refusal("DisassociateRouteTable", { AssociationId: RouteTableAssociationId })).toBe(
      `InvalidParameterValue: cannot disassociate the main route table association ${RouteTableAssociationId}`,
    );
  });
});

it("refuses to delete a table that a subnet uses", () => {
  const world = newWorld();
  const RouteTableId = newTable(world);
  world.ec2("AssociateRouteTable", { RouteTableId, SubnetId: world.subnetId });
  expect(world.refusal("DeleteRouteTable", { RouteTableId })).toBe(
    `DependencyViolation: The routeTable '${RouteTableId}' has dependencies and cannot be deleted.`,
  );
});

describe("routes", () => {
  it("lead to gateways and interfaces, and nowhere once these are gone", () => {
    const world = newWorld();
    const { ec2, vpcId: VpcId, subnetId: SubnetId } = world;
    const RouteTableId = newTable(world);
    const GatewayId = newInternetGateway(world);
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", { SubnetId }).NetworkInterface;
    const { NatGatewayId } = ec2("CreateNatGateway", { SubnetId, ConnectivityType: "private" }).NatGateway;
    ec2("CreateRoute", { RouteTableId, DestinationCidrBlock: EVERYWHERE, GatewayId });
    ec2("CreateRoute", { RouteTableId, DestinationCidrBlock: "10.0.0.0/8", NatGatewayId });
    ec2("CreateRoute", { RouteTableId, DestinationCidrBlock: "172.16.0.0/12", NetworkInterfaceId });
    const Origin = "CreateRoute";
    expect(routesOf(world, RouteTableId)).toEqual([
      // An interface that is attached to nothing takes no packets.
      { DestinationCidrBlock: "172.16.0.0/12", NetworkInterfaceId, Origin, State: "blackhole" },
      { DestinationCidrBlock: "10.0.0.0/8", NatGatewayId, Origin, State: "active" },
      { DestinationCidrBlock: EVERYWHERE, GatewayId, Origin, State: "active" },
      {
        DestinationCidrBlock: "192.168.0.0/16",
        GatewayId: "local",
        Origin: "CreateRouteTable",
        State: "active",
      },
    ]);
    ec2("DetachInternetGateway", { InternetGatewayId: GatewayId, VpcId });
    ec2("DeleteNatGateway", { NatGatewayId });
    expect(routesOf(world, RouteTableId).map(({ State }) => State)).toEqual([
      "blackhole",
      "blackhole",
      "blackhole",
      "active",
    ]);
  });

  it("have one target that exists, in the VPC of the table", () => {
    const world = newWorld();
    const { ec2, refusal } = world;
    const route = { RouteTableId: newTable(world), DestinationCidrBlock: EVERYWHERE };
    expect(refusal("CreateRoute", route)).toBe(
      "InvalidParameterCombination: The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId",
    );
    expect(refusal("CreateRoute", { ...route, GatewayId: "igw-1", NatGatewayId: "nat-1" })).toBe(
      "InvalidParameterCombination: Only one route target may be specified",
    );
    expect(refusal("CreateRoute", { ...route, GatewayId: "igw-1" })).toBe(
      "InvalidInternetGatewayID.NotFound: The internetGateway ID 'igw-1' does not exist",
    );
    expect(refusal("CreateRoute", { ...route, NatGatewayId: "nat-1" })).toBe(
      "InvalidNatGatewayID.NotFound: The natGateway ID 'nat-1' does not exist",
    );
    const GatewayId = ec2("CreateInternetGateway", {}).InternetGateway.InternetGatewayId;
    expect(refusal("CreateRoute", { ...route, GatewayId })).toBe(
      `InvalidParameterValue: route table ${route.RouteTableId} and network gateway ${GatewayId} belong to different networks`,
    );
  });

  it("stay within one VPC", () => {
    const world = newWorld();
    const { ec2, refusal, subnetId: SubnetId } = world;
    const VpcId = ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc.VpcId;
    const { RouteTableId } = ec2("CreateRouteTable", { VpcId }).RouteTable;
    const route = { RouteTableId, DestinationCidrBlock: EVERYWHERE };
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", { SubnetId }).NetworkInterface;
    const { NatGatewayId } = ec2("CreateNatGateway", { SubnetId, ConnectivityType: "private" }).NatGateway;
    expect(refusal("CreateRoute", { ...route, NetworkInterfaceId })).toBe(
      `InvalidParameterValue: route table ${RouteTableId} and interface ${NetworkInterfaceId} belong to different networks`,
    );
    expect(refusal("CreateRoute", { ...route, NatGatewayId })).toBe(
      `InvalidParameterValue: route table ${RouteTableId} and NAT gateway ${NatGatewayId} belong to different networks`,
    );
  });

  it("are one per destination, which can be replaced and deleted", () => {
    const world = newWorld();
    const { ec2, refusal, subnetId: SubnetId } = world;
    const route = { RouteTableId: newTable(world), DestinationCidrBlock: EVERYWHERE };
    const { RouteTableId } = route;
    const GatewayId = newInternetGateway(world);
    const { NatGatewayId } = ec2("CreateNatGateway", { SubnetId, ConnectivityType: "private" }).NatGateway;
    expect(refusal("ReplaceRoute", { ...route, GatewayId })).toBe(
      "InvalidParameterValue: There is no route defined for '0.0.0.0/0' in the route table. Use CreateRoute instead.",
    );
    ec2("CreateRoute", { ...route, GatewayId });
    expect(refusal("CreateRoute", { ...route, NatGatewayId })).toBe(
      "RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.",
    );
    ec2("ReplaceRoute", { ...route, NatGatewayId });
    expect(routesOf(world, RouteTableId)[0]).toMatchObject({ NatGatewayId });
    ec2("DeleteRoute", route);
    expect(refusal("DeleteRoute", route)).toBe(
      `InvalidRoute.NotFound: no route with destination-cidr-block 0.0.0.0/0 in route table ${RouteTableId}`,
    );
    expect(refusal("DeleteRoute", { RouteTableId, DestinationCidrBlock: "192.168.0.0/16" })).toBe(
      `InvalidParameterValue: cannot remove local route 192.168.0.0/16 in route table ${RouteTableId}`,
    );
    expect(refusal("DeleteRoute", { RouteTableId, DestinationCidrBlock: "all" })).toBe(
      "InvalidParameterValue: Value (all) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.",
    );
  });
});
