/** Which subnets use a route table, and of which VPC it is the main one. */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { unlessGone } from "../kind/waiting.ts";
import { awsResource } from "../pulumi/resource.ts";
import { onEach } from "./authorization.ts";
import type { RouteTable, RouteTableAssociation } from "./records.ts";
import { ec2State } from "./state.ts";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html and DisassociateRouteTable. */
export const routeTableAssociationOperations = {
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
      const added = { ...newAssociation(cloud, table), SubnetId, Main: false };
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

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_route_table_association.go */
export const routeTableAssociationResource = awsResource({
  token: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  schema: z.object({ routeTableId: z.string(), subnetId: z.string() }),
  replaceOnChange: ["subnetId"],
  computed: [],

  create: ({ cloud }, inputs) =>
    cloud.call(cloud.administrator, "ec2", "AssociateRouteTable", {
      RouteTableId: inputs.routeTableId,
      SubnetId: inputs.subnetId,
    }).AssociationId,

  read({ cloud }, id) {
    const association = ec2State(cloud)
      .routeTables.values()
      .flatMap(({ Associations }) => Associations)
      .find(({ RouteTableAssociationId }) => RouteTableAssociationId === id);
    return association && { routeTableId: association.RouteTableId, subnetId: association.SubnetId };
  },

  findImported({ cloud }, importId) {
    const [targetId = "", tableId = "", ...more] = importId.split("/");
    if (tableId === "" || more.length > 0) {
      throw new Error(
        `Unexpected format for import: ${importId}. Use 'subnet ID/route table ID' or 'gateway ID/route table ID`,
      );
    }
    const { Associations } = ec2State(cloud).routeTables.get(tableId);
    const association = Associations.find(({ SubnetId }) => SubnetId === targetId);
    if (association === undefined) {
      throw new Error(`No association found between route table ID ${tableId} and target ID ${targetId}`);
    }
    return { id: association.RouteTableAssociationId, properties: {} };
  },

  delete({ cloud }, id) {
    unlessGone(["InvalidAssociationID.NotFound"], () =>
      cloud.call(cloud.administrator, "ec2", "DisassociateRouteTable", { AssociationId: id }),
    );
  },
});

/** The association of a table with something that it does not say yet. */
export function newAssociation(
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
