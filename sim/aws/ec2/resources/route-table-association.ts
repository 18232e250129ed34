import { z } from "zod";
import { awsResource } from "../../pulumi/resource.ts";
import { ec2State } from "../state.ts";
import { unlessGone } from "../../kind/waiting.ts";

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
