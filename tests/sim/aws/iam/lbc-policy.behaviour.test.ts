/**
 * The policy of AWS Load Balancer Controller, statement by statement. That it is the published one is for
 * tests/components/lbc-addon/iam-policy.test.ts to tell.
 */
import { describe, expect, it } from "vitest";
import { lbcPolicy } from "../../../../components/lbc-addon/index.ts";
import { evaluate } from "../../../../sim/aws/iam/evaluate.ts";
import { parsePolicyDocument } from "../../../../sim/aws/iam/policy-document.ts";
import { RequestContext } from "../../../../sim/aws/iam/request-context.ts";

const policy = parsePolicyDocument(JSON.stringify(lbcPolicy({ partition: "aws" })));

const EC2 = "arn:aws:ec2:ap-northeast-2:123456789012";
const ELB = "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012";
const securityGroup = `${EC2}:security-group/sg-1`;
const targetGroup = `${ELB}:targetgroup/k8s-web/6d0ecf831eec9f09`;
const loadBalancer = `${ELB}:loadbalancer/app/k8s-web/50dc6c495c0c9188`;
const listener = `${ELB}:listener/app/k8s-web/50dc6c495c0c9188/f2f7dc8efc522ab2`;
const rule = `${ELB}:listener-rule/app/k8s-web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`;

const requestTag = { "aws:RequestTag/elbv2.k8s.aws/cluster": "myeks" };
const resourceTag = { "aws:ResourceTag/elbv2.k8s.aws/cluster": "myeks" };

type Request = [action: string, resource: string, context?: Record<string, string>];

function decide([action, resource, context = {}]: Request) {
  return evaluate([policy], { action, resource, context: new RequestContext(context) });
}

const STATEMENTS: { name: string; allowed: Request[]; refused: Request[] }[] = [
  {
    name: "makes the service-linked role of Elastic Load Balancing only",
    allowed: [
      [
        "iam:CreateServiceLinkedRole",
        "arn:aws:iam::123456789012:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing",
        { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
      ],
    ],
    refused: [
      ["iam:CreateServiceLinkedRole", "*", { "iam:AWSServiceName": "eks.amazonaws.com" }],
      ["iam:CreateServiceLinkedRole", "*"],
      ["iam:CreateRole", "*"],
    ],
  },
  {
    name: "looks at networks and load balancers",
    allowed: [
      ["ec2:DescribeSubnets", "*"],
      ["ec2:DescribeRouteTables", "*"],
      ["elasticloadbalancing:DescribeTargetHealth", "*"],
      ["elasticloadbalancing:DescribeListenerAttributes", "*"],
    ],
    refused: [
      ["ec2:DescribeVolumes", "*"],
      ["ec2:RunInstances", "*"],
    ],
  },
  {
    name: "uses certificates, web ACLs and Shield",
    allowed: [
      ["acm:ListCertificates", "*"],
      ["wafv2:AssociateWebACL", "*"],
      ["shield:CreateProtection", "*"],
    ],
    refused: [
      ["acm:DeleteCertificate", "*"],
      ["wafv2:CreateWebACL", "*"],
    ],
  },
  {
    name: "opens and closes any security group",
    allowed: [
      ["ec2:AuthorizeSecurityGroupIngress", securityGroup],
      ["ec2:RevokeSecurityGroupIngress", securityGroup],
    ],
    refused: [["ec2:AuthorizeSecurityGroupEgress", securityGroup]],
  },
  {
    name: "makes security groups and tags them while it makes them",
    allowed: [
      ["ec2:CreateSecurityGroup", `${EC2}:vpc/vpc-1`],
      ["ec2:CreateTags", securityGroup, { ...requestTag, "ec2:CreateAction": "CreateSecurityGroup" }],
    ],
    refused: [
      ["ec2:CreateTags", securityGroup, { "ec2:CreateAction": "CreateSecurityGroup" }],
      ["ec2:CreateTags", securityGroup, { ...requestTag, "ec2:CreateAction": "RunInstances" }],
      [
        "ec2:CreateTags",
        `${EC2}:subnet/subnet-1`,
        { ...requestTag, "ec2:CreateAction": "CreateSecurityGroup" },
      ],
    ],
  },
  {
    name: "retags security groups of a cluster, but not from one cluster to another",
    allowed: [
      ["ec2:CreateTags", securityGroup, resourceTag],
      ["ec2:DeleteTags", securityGroup, resourceTag],
    ],
    refused: [
      ["ec2:CreateTags", securityGroup],
      ["ec2:CreateTags", securityGroup, { ...resourceTag, ...requestTag }],
      ["ec2:DeleteTags", `${EC2}:vpc/vpc-1`, resourceTag],
    ],
  },
  {
    name: "deletes security groups of a cluster only",
    allowed: [["ec2:DeleteSecurityGroup", securityGroup, resourceTag]],
    refused: [["ec2:DeleteSecurityGroup", securityGroup]],
  },
  {
    name: "makes load balancers and target groups with the cluster's tag only",
    allowed: [
      ["elasticloadbalancing:CreateLoadBalancer", loadBalancer, requestTag],
      ["elasticloadbalancing:CreateTargetGroup", targetGroup, requestTag],
    ],
    refused: [
      ["elasticloadbalancing:CreateLoadBalancer", loadBalancer],
      ["elasticloadbalancing:CreateTargetGroup", targetGroup, resourceTag],
    ],
  },
  {
    name: "makes and deletes listeners and rules",
    allowed: [
      ["elasticloadbalancing:CreateListener", loadBalancer],
      ["elasticloadbalancing:DeleteListener", listener],
      ["elasticloadbalancing:CreateRule", listener],
      ["elasticloadbalancing:DeleteRule", rule],
    ],
    refused: [["elasticloadbalancing:CreateTrustStore", "*"]],
  },
  {
    name: "retags target groups and load balancers of a cluster",
    allowed: [
      ["elasticloadbalancing:AddTags", targetGroup, resourceTag],
      ["elasticloadbalancing:RemoveTags", loadBalancer, resourceTag],
    ],
    refused: [
      ["elasticloadbalancing:AddTags", targetGroup],
      ["elasticloadbalancing:AddTags", loadBalancer, { ...resourceTag, ...requestTag }],
    ],
  },
  {
    name: "tags listeners and rules, which need no tag",
    allowed: [
      ["elasticloadbalancing:AddTags", listener],
      ["elasticloadbalancing:RemoveTags", rule],
    ],
    refused: [["elasticloadbalancing:AddTags", `${ELB}:truststore/t/1`]],
  },
  {
    name: "changes and deletes what carries the cluster's tag",
    allowed: [
      ["elasticloadbalancing:DeleteLoadBalancer", loadBalancer, resourceTag],
      ["elasticloadbalancing:ModifyTargetGroupAttributes", targetGroup, resourceTag],
      ["elasticloadbalancing:SetSubnets", loadBalancer, resourceTag],
    ],
    refused: [
      ["elasticloadbalancing:DeleteLoadBalancer", loadBalancer],
      ["elasticloadbalancing:DeleteTargetGroup", targetGroup],
      ["elasticloadbalancing:SetSecurityGroups", loadBalancer, requestTag],
    ],
  },
  {
    name: "tags target groups and load balancers while it makes them",
    allowed: [
      [
        "elasticloadbalancing:AddTags",
        targetGroup,
        { ...requestTag, "elasticloadbalancing:CreateAction": "CreateTargetGroup" },
      ],
      [
        "elasticloadbalancing:AddTags",
        loadBalancer,
        { ...requestTag, "elasticloadbalancing:CreateAction": "CreateLoadBalancer" },
      ],
    ],
    refused: [
      ["elasticloadbalancing:AddTags", targetGroup, requestTag],
      [
        "elasticloadbalancing:AddTags",
        targetGroup,
        { "elasticloadbalancing:CreateAction": "CreateTargetGroup" },
      ],
    ],
  },
  {
    name: "registers targets of any target group",
    allowed: [
      ["elasticloadbalancing:RegisterTargets", targetGroup],
      ["elasticloadbalancing:DeregisterTargets", targetGroup],
    ],
    refused: [["elasticloadbalancing:RegisterTargets", "*"]],
  },
  {
    name: "changes listeners, certificates and rules",
    allowed: [
      ["elasticloadbalancing:ModifyListener", listener],
      ["elasticloadbalancing:SetRulePriorities", rule],
      ["elasticloadbalancing:SetWebAcl", loadBalancer],
    ],
    refused: [["elasticloadbalancing:DescribeAccountLimits", "*"]],
  },
];

describe.each(STATEMENTS)("$name", ({ allowed, refused }) => {
  it.each(allowed)("allows %s on %s", (...request) => {
    expect(decide(request)).toBe("allowed");
  });

  it.each(refused)("refuses %s on %s", (...request) => {
    expect(decide(request)).toBe("implicitDeny");
  });
});

it("has a case for each statement of the policy", () => {
  const covered = policy.statements.filter((statement) =>
    STATEMENTS.some(({ allowed }) =>
      allowed.some(([action, resource, context = {}]) => {
        const only = { version: policy.version, statements: [statement] };
        return evaluate([only], { action, resource, context: new RequestContext(context) }) === "allowed";
      }),
    ),
  );
  expect(covered).toEqual(policy.statements);
});
