import { z } from "zod";
import { awsFunction } from "../../pulumi/function.ts";
import { tagMap } from "../../tags.ts";
import { ec2Arn } from "../kinds.ts";
import { outputsOf } from "../vpc-endpoint.ts";
import { filtersOf, only, searchArgs } from "./search.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getvpcendpoint/ */
export const getVpcEndpoint = awsFunction({
  token: "aws:ec2/getVpcEndpoint:getVpcEndpoint",
  args: {
    serviceName: z.string().optional(),
    vpcEndpointType: z.string().optional(),
    vpcId: z.string().optional(),
    ...searchArgs,
  },
  invoke(cloud, args) {
    const { VpcEndpoints } = cloud.call(cloud.administrator, "ec2", "DescribeVpcEndpoints", {
      Filters: filtersOf(args, {
        "service-name": args.serviceName,
        "vpc-endpoint-type": args.vpcEndpointType,
        "vpc-id": args.vpcId,
      }),
    });
    const endpoint = only("EC2 VPC Endpoint", VpcEndpoints);
    return {
      ...args,
      ...outputsOf(endpoint),
      id: endpoint.VpcEndpointId,
      arn: ec2Arn(cloud, endpoint.VpcEndpointId),
      tags: tagMap(endpoint.Tags),
    };
  },
});
