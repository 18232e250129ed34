import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { ResourceContext } from "../../../core/resource-type.ts";
import { ec2Arn } from "../kinds.ts";
import { networkAddress } from "../provider-checks.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { routeTargetInputs, targetOutputs, targetParameters } from "./route-target.ts";
import { sameSet } from "../../pulumi/sets.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { ec2State } from "../state.ts";
import { tagSpecifications, updateTags } from "./tags.ts";
import { unlessGone } from "../../kind/waiting.ts";

const inlineRoute = z.strictObject({ cidrBlock: z.string(), ...routeTargetInputs });
type InlineRoute = z.output<typeof inlineRoute>;

/**
 * Inline routes, where given, are all the routes of the table; without them routes of other resources are left alone.
 *
 * Schema: terraform-provider-aws/internal/service/ec2/vpc_route_table.go
 */
export const routeTableResource = awsResource({
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

  create(context, inputs) {
    const { cloud } = context;
    const { RouteTableId } = cloud.call(cloud.administrator, "ec2", "CreateRouteTable", {
      VpcId: inputs.vpcId,
      TagSpecifications: tagSpecifications(context, "route-table", inputs.tags),
    }).RouteTable;
    if (inputs.routes !== undefined) syncRoutes(context, RouteTableId, inputs.routes);
    return RouteTableId;
  },

  read(context, id, properties) {
    const { cloud } = context;
    const table = ec2State(cloud).routeTables.find(id);
    return (
      table && {
        arn: ec2Arn(cloud, id),
        ownerId: table.OwnerId,
        propagatingVgws: [],
        routes: table.Routes.filter(({ GatewayId }) => GatewayId !== "local").map((route) => ({
          cidrBlock: route.DestinationCidrBlock,
          ...targetOutputs(route),
        })),
        vpcId: table.VpcId,
        ...tagOutputs(context, table.Tags, properties),
      }
    );
  },

  update(context, id, before, after) {
    if (after.routes !== undefined) syncRoutes(context, id, after.routes);
    updateTags(context, id, before.tags, after.tags);
  },

  delete({ cloud }, id) {
    unlessGone(["InvalidRouteTableID.NotFound"], () => {
      // The provider takes the table from its subnets first.
      for (const { RouteTableAssociationId } of ec2State(cloud).routeTables.get(id).Associations) {
        cloud.call(cloud.administrator, "ec2", "DisassociateRouteTable", {
          AssociationId: RouteTableAssociationId,
        });
      }
      cloud.call(cloud.administrator, "ec2", "DeleteRouteTable", { RouteTableId: id });
    });
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
