import { crc32 } from "node:zlib";
import { z } from "zod";
import type { ResourceContext } from "../../../core/resource-type.ts";
import { describeRoute, type RouteDescription } from "../route.ts";
import { networkAddress } from "../provider-checks.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { ec2State } from "../state.ts";
import { routeTargetInputs, targetOutputs, targetParameters } from "./route-target.ts";
import { unlessGone } from "../../kind/waiting.ts";

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_route.go */
export const routeResource = awsResource({
  token: "aws:ec2/route:Route",
  schema: z.object({ destinationCidrBlock: z.string(), routeTableId: z.string(), ...routeTargetInputs }),
  replaceOnChange: ["destinationCidrBlock", "routeTableId"],
  computed: ["instanceId", "instanceOwnerId", "networkInterfaceId", "origin", "state"],

  problems: ({ destinationCidrBlock }) => networkAddress("destinationCidrBlock", destinationCidrBlock),

  create(context, inputs) {
    const { cloud } = context;
    cloud.call(cloud.administrator, "ec2", "CreateRoute", {
      RouteTableId: inputs.routeTableId,
      DestinationCidrBlock: inputs.destinationCidrBlock,
      ...targetParameters(inputs),
    });
    return routeId(inputs.routeTableId, inputs.destinationCidrBlock);
  },

  read(context, id) {
    const found = findRoute(context, id);
    if (found === undefined) return undefined;
    const { tableId, route } = found;
    return {
      destinationCidrBlock: route.DestinationCidrBlock,
      instanceId: "",
      instanceOwnerId: "",
      networkInterfaceId: "",
      ...targetOutputs(route),
      origin: route.Origin,
      routeTableId: tableId,
      state: route.State,
    };
  },

  findImported(_context, importId) {
    const [tableId = "", destination = "", ...more] = importId.split("_");
    if (tableId === "" || destination === "" || more.length > 0) {
      throw new Error(
        `unexpected format of ID (${JSON.stringify(importId)}), expected ROUTETABLEID_DESTINATION`,
      );
    }
    return { id: routeId(tableId, destination), properties: {} };
  },

  update({ cloud }, _id, _before, after) {
    cloud.call(cloud.administrator, "ec2", "ReplaceRoute", {
      RouteTableId: after.routeTableId,
      DestinationCidrBlock: after.destinationCidrBlock,
      ...targetParameters(after),
    });
  },

  delete(context, id) {
    const found = findRoute(context, id);
    if (found === undefined) return;
    const { cloud } = context;
    unlessGone(["InvalidRouteTableID.NotFound", "InvalidRoute.NotFound"], () =>
      cloud.call(cloud.administrator, "ec2", "DeleteRoute", {
        RouteTableId: found.tableId,
        DestinationCidrBlock: found.route.DestinationCidrBlock,
      }),
    );
  },
});

/** The provider's own id: a route has none in EC2. */
function routeId(tableId: string, destination: string): string {
  return `r-${tableId}${crc32(destination)}`;
}

function findRoute(
  { cloud }: ResourceContext,
  id: string,
): { tableId: string; route: RouteDescription } | undefined {
  for (const { RouteTableId, VpcId, Routes } of ec2State(cloud).routeTables.values()) {
    const route = Routes.find(
      ({ DestinationCidrBlock }) => routeId(RouteTableId, DestinationCidrBlock) === id,
    );
    if (route !== undefined) return { tableId: RouteTableId, route: describeRoute(cloud, VpcId, route) };
  }
  return undefined;
}
