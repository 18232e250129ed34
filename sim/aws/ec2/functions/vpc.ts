import { z } from "zod";
import { tagMap } from "../../tags.ts";
import { ec2Arn } from "../kinds.ts";
import { mainRouteTable } from "../route-table.ts";
import { awsFunction } from "../../pulumi/function.ts";
import { ec2State } from "../state.ts";
import { filtersOf, only, searchArgs } from "./search.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getvpc/ */
export const getVpc = awsFunction({
  token: "aws:ec2/getVpc:getVpc",
  args: {
    cidrBlock: z.string().optional(),
    default: z.boolean().optional(),
    id: z.string().optional(),
    state: z.string().optional(),
    ...searchArgs,
  },
  invoke(cloud, args) {
    const { Vpcs } = cloud.call(cloud.administrator, "ec2", "DescribeVpcs", {
      ...(args.id === undefined ? {} : { VpcIds: [args.id] }),
      Filters: filtersOf(args, {
        cidr: args.cidrBlock,
        "is-default": args.default === undefined ? undefined : String(args.default),
        state: args.state,
      }),
    });
    const vpc = only("EC2 VPC", Vpcs);
    const { Attributes } = ec2State(cloud).vpcs.get(vpc.VpcId);
    return {
      ...args,
      arn: ec2Arn(cloud, vpc.VpcId),
      cidrBlock: vpc.CidrBlock,
      cidrBlockAssociations: vpc.CidrBlockAssociationSet.map((association) => ({
        associationId: association.AssociationId,
        cidrBlock: association.CidrBlock,
        state: association.CidrBlockState.State,
      })),
      default: vpc.IsDefault,
      dhcpOptionsId: vpc.DhcpOptionsId,
      ...Attributes,
      id: vpc.VpcId,
      instanceTenancy: vpc.InstanceTenancy,
      ipv6AssociationId: "",
      ipv6CidrBlock: "",
      ipv6CidrBlockAssociations: [],
      mainRouteTableId: mainRouteTable(cloud, vpc.VpcId).RouteTableId,
      ownerId: vpc.OwnerId,
      state: vpc.State,
      tags: tagMap(vpc.Tags),
    };
  },
});
