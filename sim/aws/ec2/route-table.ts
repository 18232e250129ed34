import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import type { ResourceContext } from "../../core/resource-type.ts";
import { sameSet } from "../pulumi/sets.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { hasDependencies, limitExceeded } from "./errors.ts";
import { ec2Kind } from "./kind.ts";
import { ec2Arn } from "./kinds.ts";
import { networkAddress } from "./provider-checks.ts";
import type { RouteTable, Vpc } from "./records.ts";
import { newAssociation } from "./route-table-association.ts";
import { routeTargetInputs, targetOutputs, targetParameters } from "./route-target.ts";
import { describeRoute, type RouteDescription } from "./route.ts";
import { ec2State } from "./state.ts";

/** A route table as DescribeRouteTables shows it. */
export type RouteTableDescription = Omit<RouteTable, "Routes"> & { readonly Routes: RouteDescription[] };

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_TABLES_PER_VPC = 200;

/** A table has the local routes of its VPC from the beginning. */
const tables = ec2Kind(
  {
    prefix: "rtb",
    one: "RouteTable",
    id: "RouteTableId",
    create: "CreateRouteTable",
    describe: "DescribeRouteTables",
    delete: "DeleteRouteTable",
  },
  {
    uses: (request: { readonly VpcId: string }) => [request.VpcId],
    make(cloud, { VpcId }, id, tags) {
      const vpc = ec2State(cloud).vpcs.get(VpcId);
      if (ec2State(cloud).routeTables.where((table) => table.VpcId === VpcId).length >= MAX_TABLES_PER_VPC) {
        throw limitExceeded("RouteTableLimitExceeded", "route tables");
      }
      return {
        RouteTableId: id,
        VpcId,
        OwnerId: cloud.accountId,
        Associations: [],
        Routes: vpc.CidrBlockAssociationSet.map(({ CidrBlock }) => ({
          DestinationCidrBlock: CidrBlock,
          GatewayId: "local",
          Origin: "CreateRouteTable",
        })),
        PropagatingVgws: [],
        Tags: tags,
      };
    },
    show: (cloud, table): RouteTableDescription => {
      const { Routes, ...rest } = structuredClone(table);
      return { ...rest, Routes: Routes.map((route) => describeRoute(cloud, table.VpcId, route)) };
    },
    filters: () => ({
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
    }),
    unmake(_cloud, { RouteTableId, Associations }) {
      if (Associations.length > 0) throw hasDependencies("routeTable", RouteTableId);
    },
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html and its siblings. */
export const routeTableOperations = tables.operations;

/** The main route table of a new VPC. */
export function addMainRouteTable(cloud: Cloud, { VpcId }: Vpc): RouteTable {
  const table = tables.add(cloud, { VpcId });
  table.Associations = [{ ...newAssociation(cloud, table), Main: true }];
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

const inlineRoute = z.strictObject({ cidrBlock: z.string(), ...routeTargetInputs });
type InlineRoute = z.output<typeof inlineRoute>;

/**
 * Inline routes, where given, are all the routes of the table; without them routes of other resources are left alone.
 *
 * Schema: terraform-provider-aws/internal/service/ec2/vpc_route_table.go
 */
export const routeTableResource = tables.resource({
  token: "aws:ec2/routeTable:RouteTable",
  schema: z.object({ routes: z.array(inlineRoute).optional(), vpcId: z.string(), ...tagsInput }),
  replaceOnChange: ["vpcId"],
  computed: ({ routes }) => [
    "arn",
    "ownerId",
    "propagatingVgws",
    "tagsAll",
    ...(routes === undefined ? ["routes"] : []),
  ],

  isSame: (property, before, after) =>
    property === "routes" ? sameSet(before, after) : isDeepStrictEqual(before, after),

  problems: ({ routes = [] }) =>
    routes.flatMap(({ cidrBlock }, index) => networkAddress(`routes[${index}].cidrBlock`, cidrBlock)),

  create(context, inputs, tagging) {
    const { cloud } = context;
    const { RouteTableId } = cloud.call(cloud.administrator, "ec2", "CreateRouteTable", {
      VpcId: inputs.vpcId,
      ...tagging,
    }).RouteTable;
    if (inputs.routes !== undefined) syncRoutes(context, RouteTableId, inputs.routes);
    return RouteTableId;
  },

  outputs: ({ cloud }, table) => ({
    arn: ec2Arn(cloud, table.RouteTableId),
    ownerId: table.OwnerId,
    propagatingVgws: [],
    routes: table.Routes.filter(({ GatewayId }) => GatewayId !== "local").map((route) => ({
      cidrBlock: route.DestinationCidrBlock,
      ...targetOutputs(route),
    })),
    vpcId: table.VpcId,
  }),

  update(context, id, _before, after) {
    if (after.routes !== undefined) syncRoutes(context, id, after.routes);
  },

  delete({ cloud }, RouteTableId) {
    // The provider takes the table from its subnets first.
    for (const { RouteTableAssociationId } of ec2State(cloud).routeTables.get(RouteTableId).Associations) {
      cloud.call(cloud.administrator, "ec2", "DisassociateRouteTable", {
        AssociationId: RouteTableAssociationId,
      });
    }
    cloud.call(cloud.administrator, "ec2", "DeleteRouteTable", { RouteTableId });
  },
});

/** Makes `wanted` all that the table has beside its local routes. */
function syncRoutes({ cloud }: ResourceContext, RouteTableId: string, wanted: readonly InlineRoute[]): void {
  const present = ec2State(cloud)
    .routeTables.get(RouteTableId)
    .Routes.filter(({ GatewayId }) => GatewayId !== "local");
  for (const { DestinationCidrBlock } of present) {
    if (wanted.some(({ cidrBlock }) => cidrBlock === DestinationCidrBlock)) continue;
    cloud.call(cloud.administrator, "ec2", "DeleteRoute", { RouteTableId, DestinationCidrBlock });
  }
  for (const route of wanted) {
    const DestinationCidrBlock = route.cidrBlock;
    const target = targetParameters(route);
    const before = present.find((other) => other.DestinationCidrBlock === DestinationCidrBlock);
    if (before !== undefined && isDeepStrictEqual(targetParameters(targetOutputs(before)), target)) continue;
    const action = before === undefined ? "CreateRoute" : "ReplaceRoute";
    cloud.call(cloud.administrator, "ec2", action, { RouteTableId, DestinationCidrBlock, ...target });
  }
}
