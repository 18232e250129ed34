/** `aws:vpc/securityGroupIngressRule` and `-EgressRule`: one rule of EC2 each. */
import { z } from "zod";
import type { CheckFailure, ResourceContext, ResourceType } from "../../../core/resource-type.ts";
import { ec2Arn } from "../kinds.ts";
import { asPermission, type SecurityGroupRuleRequest } from "../security-group-rule.ts";
import { networkAddress } from "./checks.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { ec2State } from "../state.ts";
import { tagSpecifications, updateTags } from "./tags.ts";
import { unlessGone } from "../../kind/waiting.ts";

const schema = z.object({
  cidrIpv4: z.string().optional(),
  cidrIpv6: z.string().optional(),
  description: z.string().optional(),
  fromPort: z.int().optional(),
  ipProtocol: z.string(),
  prefixListId: z.string().optional(),
  referencedSecurityGroupId: z.string().optional(),
  securityGroupId: z.string(),
  toPort: z.int().optional(),
  ...tagsInput,
});
type Inputs = z.output<typeof schema>;

const PEERS = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"] as const;

/** https://www.pulumi.com/registry/packages/aws/api-docs/vpc/securitygroupingressrule/ */
export const securityGroupIngressRuleResource = ruleResource("SecurityGroupIngressRule", false);
/** https://www.pulumi.com/registry/packages/aws/api-docs/vpc/securitygroupegressrule/ */
export const securityGroupEgressRuleResource = ruleResource("SecurityGroupEgressRule", true);

/** Schema: terraform-provider-aws/internal/service/ec2/vpc_security_group_ingress_rule.go */
function ruleResource(name: string, isEgress: boolean): ResourceType {
  return awsResource({
    token: `aws:vpc/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
    schema,
    replaceOnChange: ["securityGroupId"],
    computed: ["arn", "securityGroupRuleId", "tagsAll"],
    problems: (inputs) => [...networkAddress("cidrIpv4", inputs.cidrIpv4), ...peerProblems(inputs)],

    create(context, inputs) {
      const { cloud } = context;
      const request = {
        GroupId: inputs.securityGroupId,
        IpPermissions: [asPermission(ruleRequest(inputs))],
        TagSpecifications: tagSpecifications(context, "security-group-rule", inputs.tags),
      };
      const action = isEgress ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress";
      const [rule] = cloud.call(cloud.administrator, "ec2", action, request).SecurityGroupRules;
      return rule!.SecurityGroupRuleId;
    },

    read(context, id, properties) {
      const { cloud } = context;
      const rule = ec2State(cloud).securityGroupRules.find(id);
      return (
        rule && {
          arn: ec2Arn(cloud, id),
          cidrIpv4: rule.CidrIpv4,
          cidrIpv6: rule.CidrIpv6,
          description: rule.Description,
          fromPort: rule.FromPort,
          ipProtocol: rule.IpProtocol,
          referencedSecurityGroupId: rule.ReferencedGroupInfo?.GroupId,
          securityGroupId: rule.GroupId,
          securityGroupRuleId: id,
          toPort: rule.ToPort,
          ...tagOutputs(context, rule.Tags, properties),
        }
      );
    },

    update(context, id, before, after) {
      modify(context, id, after);
      updateTags(context, id, before.tags, after.tags);
    },

    delete({ cloud }, id, properties) {
      const request = { GroupId: String(properties["securityGroupId"]), SecurityGroupRuleIds: [id] };
      const action = isEgress ? "RevokeSecurityGroupEgress" : "RevokeSecurityGroupIngress";
      unlessGone(["InvalidGroup.NotFound", "InvalidSecurityGroupRuleId.NotFound"], () =>
        cloud.call(cloud.administrator, "ec2", action, request),
      );
    },
  });
}

function modify({ cloud }: ResourceContext, id: string, inputs: Inputs): void {
  cloud.call(cloud.administrator, "ec2", "ModifySecurityGroupRules", {
    GroupId: inputs.securityGroupId,
    SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule: ruleRequest(inputs) }],
  });
}

function ruleRequest(inputs: Inputs): SecurityGroupRuleRequest {
  return {
    IpProtocol: inputs.ipProtocol,
    FromPort: inputs.fromPort,
    ToPort: inputs.toPort,
    CidrIpv4: inputs.cidrIpv4,
    CidrIpv6: inputs.cidrIpv6,
    PrefixListId: inputs.prefixListId,
    ReferencedGroupId: inputs.referencedSecurityGroupId,
    Description: inputs.description,
  };
}

/** Words: `resourcevalidator.ExactlyOneOf` of terraform-plugin-framework-validators. */
function peerProblems(inputs: Inputs): CheckFailure[] {
  const given = PEERS.filter((property) => inputs[property] !== undefined);
  if (given.length === 1) return [];
  const choices = "[cidr_ipv4,cidr_ipv6,prefix_list_id,referenced_security_group_id]";
  return [
    given.length === 0
      ? { property: "", reason: `No attribute specified when one (and only one) of ${choices} is required` }
      : {
          property: given[1]!,
          reason: `${given.length} attributes specified when one (and only one) of ${choices} is required`,
        },
  ];
}
