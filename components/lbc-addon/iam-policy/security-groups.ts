import type { IdentityStatement } from "../../shared/iam.ts";
import { actionsOf, allow, LEAVES_OWNER_TAG, OWNED, TAGS_AS_OWNED, type PolicyScope } from "./statements.ts";

const RULES = ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"];

/** The group in front of a load balancer, which the controller makes, and the nodes' groups, which it only opens. */
export function securityGroupStatements(scope: PolicyScope): IdentityStatement[] {
  const { nodeSecurityGroupVpcArn: vpcArn } = scope;
  const securityGroups = `arn:${scope.partition}:ec2:*:*:security-group/*`;
  return [
    allow("OpenNodesToLoadBalancer", actionsOf("ec2", ...RULES), {
      condition: vpcArn === undefined ? undefined : { ArnEquals: { "ec2:Vpc": vpcArn } },
    }),
    allow("CreateSecurityGroup", ["ec2:CreateSecurityGroup"]),
    allow("TagNewSecurityGroup", ["ec2:CreateTags"], {
      resource: securityGroups,
      condition: {
        StringEquals: { "ec2:CreateAction": "CreateSecurityGroup" },
        Null: TAGS_AS_OWNED,
      },
    }),
    allow("RetagOwnSecurityGroup", actionsOf("ec2", "CreateTags", "DeleteTags"), {
      resource: securityGroups,
      condition: { Null: { ...LEAVES_OWNER_TAG, ...OWNED } },
    }),
    allow("ChangeOwnSecurityGroup", actionsOf("ec2", ...RULES, "DeleteSecurityGroup"), {
      condition: { Null: OWNED },
    }),
  ];
}
