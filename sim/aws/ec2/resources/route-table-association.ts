import { z } from "zod";
import { awsResource } from "../../pulumi/resource.ts";
import { unlessGone } from "./waiting.ts";

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
    const association = cloud.ec2.routeTables
      .values()
      .flatMap(({ Associations }) => Associations)
      .find(({ RouteTableAssociationId }) => RouteTableAssociationId === id);
    return association && { routeTableId: association.RouteTableId, subnetId: association.SubnetId };
  },

  delete({ cloud }, id) {
    unlessGone(["InvalidAssociationID.NotFound"], () =>
      cloud.call(cloud.administrator, "ec2", "DisassociateRouteTable", { AssociationId: id }),
    );
  },
});
