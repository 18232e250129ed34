import { z } from "zod";
import { awsFunction } from "../../pulumi/function.ts";
import { tagMap } from "../../tags.ts";
import { filtersOf, only, searchArgs } from "./search.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/vpc/getsecuritygrouprules/ */
export const getSecurityGroupRules = awsFunction({
  token: "aws:vpc/getSecurityGroupRules:getSecurityGroupRules",
  args: searchArgs,
  invoke(cloud, args) {
    const { SecurityGroupRules } = cloud.call(cloud.administrator, "ec2", "DescribeSecurityGroupRules", {
      Filters: filtersOf(args),
    });
    return {
      ...args,
      id: cloud.region,
      ids: SecurityGroupRules.map(({ SecurityGroupRuleId }) => SecurityGroupRuleId),
      tags: args.tags ?? {},
    };
  },
});

/** https://www.pulumi.com/registry/packages/aws/api-docs/vpc/getsecuritygrouprule/ */
export const getSecurityGroupRule = awsFunction({
  token: "aws:vpc/getSecurityGroupRule:getSecurityGroupRule",
  args: { securityGroupRuleId: z.string() },
  invoke(cloud, { securityGroupRuleId }) {
    const { SecurityGroupRules } = cloud.call(cloud.administrator, "ec2", "DescribeSecurityGroupRules", {
      Filters: filtersOf({}, { "security-group-rule-id": securityGroupRuleId }),
    });
    const rule = only("Security Group Rule", SecurityGroupRules);
    return {
      id: rule.SecurityGroupRuleId,
      securityGroupRuleId,
      securityGroupId: rule.GroupId,
      isEgress: rule.IsEgress,
      ipProtocol: rule.IpProtocol,
      fromPort: rule.FromPort,
      toPort: rule.ToPort,
      cidrIpv4: rule.CidrIpv4,
      referencedSecurityGroupId: rule.ReferencedGroupInfo?.GroupId,
      tags: tagMap(rule.Tags),
    };
  },
});
