import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { onEach, onNew, onExisting } from "./authorization.ts";
import { hasDependencies, limitExceeded } from "./errors.ts";
import { filtered, type Filter } from "./filters.ts";
import { describeRoute, type RouteDescription } from "./route.ts";
import { newTags, type TagSpecification } from "./tags.ts";
import type { Tag } from "../tags.ts";
import type { RouteTable, RouteTableAssociation, Vpc } from "./records.ts";
import { ec2State } from "./state.ts";

/** A route table as DescribeRouteTables shows it. */
export type RouteTableDescription = Omit<RouteTable, "Routes"> & { readonly Routes: RouteDescription[] };

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_TABLES_PER_VPC = 200;

/** Makes a route table with the VPC's local route. */
export function addRouteTable(
  cloud: Cloud,
  vpcId: string,
  tags: Tag[],
  id = cloud.ids.ec2("rtb"),
): RouteTable {
  const vpc = ec2State(cloud).vpcs.get(vpcId);
  if (ec2State(cloud).routeTables.where(({ VpcId }) => VpcId === vpcId).length >= MAX_TABLES_PER_VPC) {
    throw limitExceeded("RouteTableLimitExceeded", "route tables");
  }
  return ec2State(cloud).routeTables.set(id, {
    RouteTableId: id,
    VpcId: vpcId,
    OwnerId: cloud.accountId,
    Associations: [],
    Routes: vpc.CidrBlockAssociationSet.map(({ CidrBlock }) => ({
      DestinationCidrBlock: CidrBlock,
      GatewayId: "local",
      Origin: "CreateRouteTable",
    })),
    PropagatingVgws: [],
    Tags: tags,
  });
}

/** The main route table of a new VPC. */
export function addMainRouteTable(cloud: Cloud, { VpcId }: Vpc): RouteTable {
  const table = addRouteTable(cloud, VpcId, []);
  table.Associations = [{ ...association(cloud, table), Main: true }];
  return table;
}

/** The VPC's main route table. */
export function mainRouteTable(cloud: Cloud, vpcId: string): RouteTable {
  const [table] = ec2State(cloud).routeTables.where(
    ({ VpcId, Associations }) => VpcId === vpcId && Associations.some(({ Main }) => Main),
  );
  if (table === undefined) throw new TypeError(`VPC ${vpcId} has no main route table`);
  return table;
}

/** The route table of a subnet: its own, or the main one. */
export function routeTableOf(cloud: Cloud, subnetId: string): RouteTable {
  const [own] = ec2State(cloud).routeTables.where(({ Associations }) =>
    Associations.some(({ SubnetId }) => SubnetId === subnetId),
  );
  return own ?? mainRouteTable(cloud, ec2State(cloud).subnets.get(subnetId).VpcId);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html and its siblings. */
export const routeTableOperations = {
  CreateRouteTable: operation({
    authorize: (
      cloud,
      request: {
        readonly VpcId: string;
        readonly TagSpecifications?: readonly TagSpecification[] | undefined;
      },
    ) => [
      ...onNew(cloud, "CreateRouteTable", "route-table", request.TagSpecifications),
      onExisting(cloud, "CreateRouteTable", request.VpcId),
    ],
    run: (cloud, request, caller): { RouteTable: RouteTableDescription } => {
      const tags = newTags(request.TagSpecifications, "route-table", caller);
      return { RouteTable: describe(cloud, addRouteTable(cloud, request.VpcId, tags)) };
    },
  }),

  DescribeRouteTables: operation({
    run: (
      cloud,
      request: { readonly RouteTableIds?: readonly string[]; readonly Filters?: readonly Filter[] },
    ): { RouteTables: RouteTableDescription[] } => {
      const { routeTables } = ec2State(cloud);
      const tables = request.RouteTableIds?.map((id) => routeTables.get(id)) ?? routeTables.values();
      return {
        RouteTables: filtered("DescribeRouteTables", tables, request.Filters, {
          "route-table-id": (table) => [table.RouteTableId],
          "vpc-id": (table) => [table.VpcId],
          "owner-id": (table) => [table.OwnerId],
          "association.main": (table) => table.Associations.map(({ Main }) => String(Main)),
          "association.subnet-id": (table) => table.Associations.map(({ SubnetId }) => SubnetId),
          "association.route-table-association-id": (table) =>
            table.Associations.map((one) => one.RouteTableAssociationId),
          "route.destination-cidr-block": (table) => table.Routes.map((route) => route.DestinationCidrBlock),
          "route.gateway-id": (table) => table.Routes.map((route) => route.GatewayId),
          "route.nat-gateway-id": (table) => table.Routes.map((route) => route.NatGatewayId),
        }).map((table) => describe(cloud, table)),
      };
    },
  }),

  DeleteRouteTable: operation({
    authorize: (cloud, request: { readonly RouteTableId: string }) => [
      onExisting(cloud, "DeleteRouteTable", request.RouteTableId),
    ],
    run: (cloud, { RouteTableId }): Record<string, never> => {
      const table = ec2State(cloud).routeTables.get(RouteTableId);
      if (table.Associations.length > 0) throw hasDependencies("routeTable", RouteTableId);
      ec2State(cloud).routeTables.delete(RouteTableId);
      return {};
    },
  }),

  AssociateRouteTable: operation({
    authorize: (cloud, request: { readonly RouteTableId: string; readonly SubnetId: string }) =>
      onEach(cloud, "AssociateRouteTable", [request.RouteTableId, request.SubnetId]),
    run: (
      cloud,
      { RouteTableId, SubnetId },
    ): { AssociationId: string; AssociationState: { State: "associated" } } => {
      const table = ec2State(cloud).routeTables.get(RouteTableId);
      const subnet = ec2State(cloud).subnets.get(SubnetId);
      checkSameNetwork(table, subnet);
      const present = ownAssociation(cloud, SubnetId);
      // An association that is there already is not an error, a different one is.
      if (present?.RouteTableId === RouteTableId) {
        return { AssociationId: present.RouteTableAssociationId, AssociationState: { State: "associated" } };
      }
      if (present !== undefined) {
        throw new AwsError(
          "Resource.AlreadyAssociated",
          `the specified association for route table ${RouteTableId} conflicts with an existing association`,
        );
      }
      const added = { ...association(cloud, table), SubnetId, Main: false };
      table.Associations = [...table.Associations, added];
      return { AssociationId: added.RouteTableAssociationId, AssociationState: { State: "associated" } };
    },
  }),

  DisassociateRouteTable: operation({
    authorize: (cloud, request: { readonly AssociationId: string }) =>
      onEach(cloud, "DisassociateRouteTable", [tableWith(cloud, request.AssociationId)?.RouteTableId]),
    run: (cloud, { AssociationId }): Record<string, never> => {
      const { table, association: removed } = associationOf(cloud, AssociationId);
      if (removed.Main) {
        throw new AwsError(
          "InvalidParameterValue",
          `cannot disassociate the main route table association ${AssociationId}`,
        );
      }
      removeAssociation(table, AssociationId);
      return {};
    },
  }),
};

function describe(cloud: Cloud, table: RouteTable): RouteTableDescription {
  const { Routes, ...rest } = structuredClone(table);
  return { ...rest, Routes: Routes.map((route) => describeRoute(cloud, table.VpcId, route)) };
}

function association(
  cloud: Cloud,
  { RouteTableId }: RouteTable,
): Pick<RouteTableAssociation, "RouteTableAssociationId" | "RouteTableId" | "AssociationState"> {
  return {
    RouteTableAssociationId: cloud.ids.ec2("rtbassoc"),
    RouteTableId,
    AssociationState: { State: "associated" },
  };
}

function tableWith(cloud: Cloud, associationId: string): RouteTable | undefined {
  return ec2State(cloud).routeTables.where(({ Associations }) =>
    Associations.some((one) => one.RouteTableAssociationId === associationId),
  )[0];
}

function associationOf(
  cloud: Cloud,
  associationId: string,
): { table: RouteTable; association: RouteTableAssociation } {
  const table = tableWith(cloud, associationId);
  const found = table?.Associations.find((one) => one.RouteTableAssociationId === associationId);
  if (table === undefined || found === undefined) {
    throw new AwsError(
      "InvalidAssociationID.NotFound",
      `The association ID '${associationId}' does not exist`,
    );
  }
  return { table, association: found };
}

function removeAssociation(table: RouteTable, associationId: string): void {
  table.Associations = table.Associations.filter((one) => one.RouteTableAssociationId !== associationId);
}

function checkSameNetwork(table: RouteTable, subnet: { SubnetId: string; VpcId: string }): void {
  if (table.VpcId !== subnet.VpcId) throw differentNetworks(table, subnet.SubnetId);
}

function differentNetworks(table: RouteTable, other: string): AwsError {
  return new AwsError(
    "InvalidParameterValue",
    `route table ${table.RouteTableId} and ${other.split("-")[0]} ${other} belong to different networks`,
  );
}

/** The association of a subnet with a table of its own. */
function ownAssociation(cloud: Cloud, subnetId: string): RouteTableAssociation | undefined {
  return ec2State(cloud)
    .routeTables.values()
    .flatMap(({ Associations }) => Associations)
    .find(({ SubnetId }) => SubnetId === subnetId);
}
