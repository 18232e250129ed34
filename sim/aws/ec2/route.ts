import { crc32 } from "node:zlib";
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { ResourceContext } from "../../core/resource-type.ts";
import { unlessGone } from "../kind/waiting.ts";
import { awsResource } from "../pulumi/resource.ts";
import { onExisting } from "./authorization.ts";
import { parseBlock } from "./cidr.ts";
import { invalidParameter, invalidValue, limitExceeded, missing } from "./errors.ts";
import { networkAddress } from "./provider-checks.ts";
import type { Route, RouteTable } from "./records.ts";
import { routeTargetInputs, targetOutputs, targetParameters } from "./route-target.ts";
import { ec2State } from "./state.ts";

/** A route as DescribeRouteTables shows it. */
export interface RouteDescription extends Route {
  /** `blackhole` when the target is gone. */
  readonly State: "active" | "blackhole";
}

/** A destination and exactly one target. */
export interface RouteRequest {
  readonly RouteTableId: string;
  readonly DestinationCidrBlock: string;
  readonly GatewayId?: string | undefined;
  readonly NatGatewayId?: string | undefined;
  readonly NetworkInterfaceId?: string | undefined;
}

/** Without propagated ones: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_ROUTES_PER_TABLE = 500;

/** Whether the route leads to a gateway or interface that is there. */
export function describeRoute(cloud: Cloud, vpcId: string, route: Route): RouteDescription {
  return { ...route, State: isActive(cloud, vpcId, route) ? "active" : "blackhole" };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html and its siblings. */
export const routeOperations = {
  CreateRoute: operation({
    authorize: (cloud, request: RouteRequest) => [onExisting(cloud, "CreateRoute", request.RouteTableId)],
    run: (cloud, request): { Return: true } => {
      const table = ec2State(cloud).routeTables.get(request.RouteTableId);
      const route = checkedRoute(cloud, table, request);
      if (table.Routes.some((present) => present.DestinationCidrBlock === route.DestinationCidrBlock)) {
        throw new AwsError(
          "RouteAlreadyExists",
          `The route identified by ${route.DestinationCidrBlock} already exists.`,
        );
      }
      if (table.Routes.length >= MAX_ROUTES_PER_TABLE) throw limitExceeded("RouteLimitExceeded", "routes");
      table.Routes = [route, ...table.Routes];
      return { Return: true };
    },
  }),

  ReplaceRoute: operation({
    authorize: (cloud, request: RouteRequest) => [onExisting(cloud, "ReplaceRoute", request.RouteTableId)],
    run: (cloud, request): Record<string, never> => {
      const table = ec2State(cloud).routeTables.get(request.RouteTableId);
      const route = checkedRoute(cloud, table, request);
      if (!table.Routes.some((present) => present.DestinationCidrBlock === route.DestinationCidrBlock)) {
        throw invalidValue(
          `There is no route defined for '${route.DestinationCidrBlock}' in the route table. Use CreateRoute instead.`,
        );
      }
      table.Routes = table.Routes.map((present) =>
        present.DestinationCidrBlock === route.DestinationCidrBlock ? route : present,
      );
      return {};
    },
  }),

  DeleteRoute: operation({
    authorize: (cloud, request: { readonly RouteTableId: string; readonly DestinationCidrBlock: string }) => [
      onExisting(cloud, "DeleteRoute", request.RouteTableId),
    ],
    run: (cloud, request): Record<string, never> => {
      const table = ec2State(cloud).routeTables.get(request.RouteTableId);
      const destination = destinationOf(request.DestinationCidrBlock);
      const found = table.Routes.find((route) => route.DestinationCidrBlock === destination);
      if (found === undefined) {
        throw new AwsError(
          "InvalidRoute.NotFound",
          `no route with destination-cidr-block ${destination} in route table ${table.RouteTableId}`,
        );
      }
      if (found.GatewayId === "local") {
        throw invalidValue(`cannot remove local route ${destination} in route table ${table.RouteTableId}`);
      }
      table.Routes = table.Routes.filter((route) => route !== found);
      return {};
    },
  }),
};

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

function destinationOf(cidr: string): string {
  const block = parseBlock(cidr);
  if (block === undefined) {
    throw invalidParameter("destinationCidrBlock", cidr, "This is not a valid CIDR block.");
  }
  return block.cidr;
}

/** The route that a request asks for. @throws AwsError for a target that is missing, or in another VPC. */
function checkedRoute(cloud: Cloud, table: RouteTable, request: RouteRequest): Route {
  const DestinationCidrBlock = destinationOf(request.DestinationCidrBlock);
  const { GatewayId, NatGatewayId, NetworkInterfaceId } = request;
  const targets = [GatewayId, NatGatewayId, NetworkInterfaceId].filter((id) => id !== undefined);
  if (targets.length !== 1) {
    throw new AwsError(
      "InvalidParameterCombination",
      targets.length === 0
        ? "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId"
        : "Only one route target may be specified",
    );
  }
  if (GatewayId !== undefined) {
    const attached = ec2State(cloud)
      .internetGateways.get(GatewayId)
      .Attachments.some(({ VpcId }) => VpcId === table.VpcId);
    if (!attached) {
      throw invalidValue(
        `route table ${table.RouteTableId} and network gateway ${GatewayId} belong to different networks`,
      );
    }
    return { DestinationCidrBlock, GatewayId, Origin: "CreateRoute" };
  }
  if (NatGatewayId !== undefined) {
    const gateway = ec2State(cloud).natGateways.find(NatGatewayId);
    if (gateway === undefined || gateway.State === "deleted" || gateway.State === "failed") {
      throw missing("InvalidNatGatewayID.NotFound", "natGateway ID")(NatGatewayId);
    }
    if (gateway.VpcId !== table.VpcId) {
      throw invalidValue(
        `route table ${table.RouteTableId} and NAT gateway ${NatGatewayId} belong to different networks`,
      );
    }
    return { DestinationCidrBlock, NatGatewayId, Origin: "CreateRoute" };
  }
  const eni = ec2State(cloud).networkInterfaces.get(NetworkInterfaceId!);
  if (eni.VpcId !== table.VpcId) {
    throw invalidValue(
      `route table ${table.RouteTableId} and interface ${eni.NetworkInterfaceId} belong to different networks`,
    );
  }
  return { DestinationCidrBlock, NetworkInterfaceId: eni.NetworkInterfaceId, Origin: "CreateRoute" };
}

function isActive(cloud: Cloud, vpcId: string, route: Route): boolean {
  const ec2 = ec2State(cloud);
  if (route.GatewayId === "local") return true;
  if (route.GatewayId !== undefined) {
    const gateway = ec2.internetGateways.find(route.GatewayId);
    return gateway?.Attachments.some(({ VpcId }) => VpcId === vpcId) ?? false;
  }
  if (route.NatGatewayId !== undefined) {
    const state = ec2.natGateways.find(route.NatGatewayId)?.State;
    return state === "pending" || state === "available";
  }
  return ec2.networkInterfaces.find(route.NetworkInterfaceId ?? "")?.Attachment !== undefined;
}

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
