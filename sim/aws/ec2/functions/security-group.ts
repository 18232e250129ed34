import { z } from "zod";
import { tagMap } from "../../tags.ts";
import { awsFunction } from "../../pulumi/function.ts";
import { filtersOf, only, searchArgs } from "./search.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getsecuritygroup/ */
export const getSecurityGroup = awsFunction({
  token: "aws:ec2/getSecurityGroup:getSecurityGroup",
  args: {
    id: z.string().optional(),
    name: z.string().optional(),
    vpcId: z.string().optional(),
    ...searchArgs,
  },
  invoke(cloud, args) {
    const { SecurityGroups } = cloud.call(cloud.administrator, "ec2", "DescribeSecurityGroups", {
      GroupIds: args.id === undefined ? undefined : [args.id],
      Filters: filtersOf(args, { "group-name": args.name, "vpc-id": args.vpcId }),
    });
    const group = only("EC2 Security Group", SecurityGroups);
    return {
      ...args,
      arn: group.SecurityGroupArn,
      description: group.Description,
      id: group.GroupId,
      name: group.GroupName,
      tags: tagMap(group.Tags),
      vpcId: group.VpcId,
    };
  },
});
