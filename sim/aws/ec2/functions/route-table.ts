import { z } from "zod";
import { awsFunction } from "../../pulumi/function.ts";
import { tagMap } from "../../tags.ts";
import { ec2Arn } from "../kinds.ts";
import { filtersOf, only, searchArgs } from "./search.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getroutetable/ */
export const getRouteTable = awsFunction({
  token: "aws:ec2/getRouteTable:getRouteTable",
  args: { subnetId: z.string().optional(), vpcId: z.string().optional(), ...searchArgs },
  invoke(cloud, args) {
    const { RouteTables } = cloud.call(cloud.administrator, "ec2", "DescribeRouteTables", {
      Filters: filtersOf(args, { "association.subnet-id": args.subnetId, "vpc-id": args.vpcId }),
    });
    const table = only("EC2 Route Table", RouteTables);
    return {
      ...args,
      id: table.RouteTableId,
      arn: ec2Arn(cloud, table.RouteTableId),
      routeTableId: table.RouteTableId,
      routes: table.Routes.map((route) => ({
        cidrBlock: route.DestinationCidrBlock,
        gatewayId: route.GatewayId ?? "",
        natGatewayId: route.NatGatewayId ?? "",
      })),
      tags: tagMap(table.Tags),
      vpcId: table.VpcId,
    };
  },
});
