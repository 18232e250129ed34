import { z } from "zod";
import { unlessGone } from "../../kind/waiting.ts";
import { awsFunction } from "../../pulumi/function.ts";
import { tagMap } from "../../tags.ts";
import { only } from "./search.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getsecuritygroup/ */
export const getSecurityGroup = awsFunction({
  token: "aws:ec2/getSecurityGroup:getSecurityGroup",
  args: { id: z.string() },
  invoke(cloud, { id }) {
    const found = unlessGone(["InvalidGroup.NotFound"], () =>
      cloud.call(cloud.administrator, "ec2", "DescribeSecurityGroups", { GroupIds: [id] }),
    );
    const group = only("EC2 Security Group", found?.SecurityGroups ?? []);
    return {
      id,
      arn: group.SecurityGroupArn,
      description: group.Description,
      name: group.GroupName,
      tags: tagMap(group.Tags),
      vpcId: group.VpcId,
    };
  },
});
